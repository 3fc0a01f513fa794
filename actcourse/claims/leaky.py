"""Leaky ReLU, PReLU and ELU."""
