"""Findings of the chapter on initialization."""
