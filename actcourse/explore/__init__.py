"""Explorers and predictions: one source for Jupyter, the static page, text and print."""

from .controls import Choice, Range, Steps, Toggle
from .explorer import EXPLORERS, Explorer, PositionError, explorer
from .predict import PREDICTIONS, Number, Pick, Prediction, predict

__all__ = [
    "EXPLORERS",
    "PREDICTIONS",
    "Choice",
    "Explorer",
    "Number",
    "Pick",
    "PositionError",
    "Prediction",
    "Range",
    "Steps",
    "Toggle",
    "explorer",
    "predict",
]
