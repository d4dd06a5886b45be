"""Shows what was released: tables, charts, files."""
