"""Findings of the chapter on maxout."""
