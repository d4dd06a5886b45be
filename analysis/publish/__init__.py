"""Shows what was released: tables, charts, sentences, files. Takes released figures and nothing else."""
