"""Imputation: answers drawn in place of missing ones, and results combined over the draws by Rubin's rules."""
