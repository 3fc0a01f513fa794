"""Findings of the chapter on swish."""
