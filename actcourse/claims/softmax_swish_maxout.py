"""Softmax, swish and maxout."""
