"""Scales: items made into one score, and how reliable that score is."""
