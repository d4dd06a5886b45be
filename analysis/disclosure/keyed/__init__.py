"""Figures with noise that follows from who is counted: what a dashboard shows of any question in its grammar."""
