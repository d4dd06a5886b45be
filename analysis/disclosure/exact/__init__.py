"""Exact figures: a table, or a family of tables, protected so that no blank cell can be worked out."""
