"""Backpropagation, updates, initialization and code."""
