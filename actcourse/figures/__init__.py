"""The course's explorers and predictions: one module a chapter."""
