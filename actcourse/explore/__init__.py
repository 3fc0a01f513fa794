"""Explorers and predictions: one source for Jupyter, the static page, text and print."""

from .answers import Number, OneStands, Sentence
from .controls import Choice, Range, Steps, Toggle
from .explorer import EXPLORERS, Explorer, PositionError, explorer
from .predict import PREDICTIONS, Prediction, predict

__all__ = [
    "EXPLORERS",
    "PREDICTIONS",
    "Choice",
    "Explorer",
    "Number",
    "OneStands",
    "PositionError",
    "Prediction",
    "Range",
    "Sentence",
    "Steps",
    "Toggle",
    "explorer",
    "predict",
]
