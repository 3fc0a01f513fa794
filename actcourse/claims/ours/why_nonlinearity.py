"""Findings of the chapter on why nonlinearity."""
