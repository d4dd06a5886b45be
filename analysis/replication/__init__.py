"""Replicates from a Taylor design or from columns of replicate weights; one module a family of methods."""
