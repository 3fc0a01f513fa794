"""Sigmoid."""
