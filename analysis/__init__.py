"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""
