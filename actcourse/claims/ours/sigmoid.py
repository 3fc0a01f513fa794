"""Findings of the chapter on sigmoid."""
