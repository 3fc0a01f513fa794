"""Findings of the chapter on softmax."""
