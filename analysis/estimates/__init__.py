"""Estimates of one variable or two: means, shares, ratios, quantiles and spread, for all and by group."""
