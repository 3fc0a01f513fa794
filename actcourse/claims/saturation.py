"""Saturation and zero-centring."""
