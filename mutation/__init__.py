"""Mutation testing: change the code in a small way, and see whether a test notices."""
