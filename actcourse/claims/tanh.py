"""Tanh."""
