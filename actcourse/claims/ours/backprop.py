"""Findings of the chapter on backprop."""
