"""Comparisons: differences between groups and waves, trends, and tests of them."""
