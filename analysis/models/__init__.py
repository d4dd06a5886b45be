"""Models of an outcome: a formula, the columns it makes, the fit, and what follows from the coefficients."""
