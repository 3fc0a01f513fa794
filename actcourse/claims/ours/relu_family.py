"""Findings of the chapter on relu family."""
