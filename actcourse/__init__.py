"""Activation functions by experiment: the code behind the course's chapters."""

from importlib.metadata import version

__version__ = version("actcourse")
