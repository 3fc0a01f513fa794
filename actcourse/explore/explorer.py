"""`explorer`: from one drawing function to a widget, a static figure and a sentence."""

import copy
import inspect
import itertools
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import Element

from matplotlib.figure import Figure

from actcourse.registry import Registry

from . import live, medium, pages, static, style, svg
from .controls import MINUS, Control
from .drawing import Drawn, Limits
from .recipes import line

MOST_POSITIONS = 250
SIZE = (5.4, 3.3)  # inches at 72 points: text stays readable at 360 pixels
MARGINS = {"left": 0.125, "right": 0.975, "bottom": 0.165, "top": 0.95}
_HYPHEN_FOR_MINUS = re.compile(r"(?<![\w.)])-(?=[\d.])")


class PositionError(RuntimeError):
    """A position of an explorer that cannot be drawn; the message names it."""


def explorer(
    id: str,
    *,
    size: tuple[float, float] = SIZE,
    panels: tuple[int, int] = (1, 1),
    margins: dict[str, float] | None = None,
    recipe: object = "",
    **controls: Control,
) -> Callable[[Callable[..., str]], "Explorer"]:
    """Decorator: makes an explorer of a function that draws one position.

    Parameters
    ----------
    id : str
        Names the figure on its page and in the page's address: lower-case words joined by
        hyphens, unique among all explorers.
    size : (float, float)
        Width and height in inches; 5.4 wide suits a phone and a desktop.
    panels : (int, int)
        Rows and columns of axes.
    margins : dict
        Changes to `MARGINS`, as in `Figure.subplots_adjust`.
    recipe : object
        Where networks are trained for the figure: how, as an object whose text says it in one
        line. A function makes one of the controls' values. The line stands below the figure.
    **controls : Range, Steps, Choice or Toggle
        One per parameter of the function. None at all makes a still figure. Together at
        most 250 positions.

    The function is called as `draw(ax, **values)`: `ax` is one Axes, or the array of them
    where there are more panels. It draws, with axis limits that do not depend on the values,
    and returns the sentence that says in words and numbers what is to be seen. Its docstring's
    first line is the title. Costly work belongs into a cached function of its own.

    Raises
    ------
    TypeError
        For a control that is none.
    ValueError
        For an id in use or not of that form, controls that do not match the function's
        parameters, too many positions, or a function without a docstring.

    Examples
    --------
    >>> @explorer("wave", k=Range(1, 5, 1, label="frequency"))
    ... def wave(ax, k):
    ...     '''A wave'''
    ...     x = np.linspace(0, 6.28, 200)
    ...     ax.plot(x, np.sin(k * x))
    ...     ax.set(xlim=(0, 6.28), ylim=(-1.1, 1.1))
    ...     return f"A wave of frequency {k}."
    >>> wave.save("wave.html")
    """

    def decorate(draw: Callable[..., str]) -> Explorer:
        made = Explorer(id, draw, controls, size, panels, {**MARGINS, **(margins or {})}, recipe)
        return EXPLORERS.add(id, made, place=(draw.__module__, draw.__qualname__))

    return decorate


class Explorer:
    """A figure with controls. Call it to show it: `tangent()`, `tangent(z=2)`.

    Attributes
    ----------
    id, title : str
    controls : dict from parameter to control
    shape : tuple of int
        Number of positions of each control.
    """

    def __init__(
        self,
        id: str,
        draw: Callable[..., str],
        controls: dict[str, Control],
        size: tuple[float, float],
        panels: tuple[int, int],
        margins: dict[str, float],
        recipe: object = "",
    ):
        self.id, self._draw, self._recipe = id, draw, recipe
        self._look = size, panels, margins
        self._check(controls)
        self.controls = {name: _labelled(control, name) for name, control in controls.items()}
        self.title = str(inspect.getdoc(draw)).splitlines()[0].rstrip(".")
        self.shape = tuple(len(c.positions) for c in controls.values())
        self.__doc__, self.__wrapped__ = draw.__doc__, draw

    def _check(self, controls):
        if not isinstance(self.id, str) or not re.fullmatch(
            r"[a-z][a-z0-9]*(-[a-z0-9]+)*", self.id
        ):
            raise ValueError(
                f"explorer id {self.id!r}: wanted lower-case words and hyphens, such as "
                "'sigmoid-tangent'; give it as explorer(\"...\")"
            )
        if not inspect.getdoc(self._draw):
            raise ValueError(
                f"explorer {self.id!r}: its function needs a docstring, the title: write one "
                "below its first line"
            )
        for name, control in controls.items():
            if not isinstance(control, Control):
                raise TypeError(
                    f"explorer {self.id!r}: the control {name!r} is {control!r}; wanted a Range, "
                    f"Steps, Choice or Toggle, such as {name}=Range(0, 1, 0.1)"
                )
        wanted = list(inspect.signature(self._draw).parameters)
        if wanted[1:] != list(controls) or not wanted:
            raise ValueError(
                f"explorer {self.id!r}: the function takes {wanted[1:]}, "
                f"the controls are {list(controls)}: give explorer(...) one control for each "
                "parameter but the axes, which come first, under the same name and in order"
            )
        count = math.prod(len(c.positions) for c in controls.values())
        if count > MOST_POSITIONS:
            shape = " x ".join(str(len(c.positions)) for c in controls.values())
            raise ValueError(
                f"explorer {self.id!r} has {count} positions ({shape}), at most {MOST_POSITIONS} "
                "are drawn for the static page: use coarser steps or named presets"
            )

    def __repr__(self) -> str:
        return f"<explorer {self.id}: {self.title}>"

    def __call__(self, **values: Any) -> "View":
        """Show the explorer, with the controls at these values.

        Raises
        ------
        TypeError, ValueError
            For a parameter or a value that the explorer does not have.
        PositionError
            If a position cannot be drawn. In a build of the book all are drawn at once.
        """
        return View(self, values)

    def positions(self) -> list[dict[str, Any]]:
        """All combinations of values, the last control running fastest: list of dict."""
        grids = ([p.value for p in c.positions] for c in self.controls.values())
        return [
            dict(zip(self.controls, values, strict=True)) for values in itertools.product(*grids)
        ]

    def start(self) -> dict[str, Any]:
        """Values of the first position shown: dict."""
        return {name: c.positions[c.start].value for name, c in self.controls.items()}

    def recipe(self, **values: Any) -> str:
        """How what is drawn at these values is trained, in one line; empty where nothing is."""
        return line(self._recipe, values)

    def draw(self, **values: Any) -> tuple[Figure, str]:
        """Draw one position.

        Returns
        -------
        figure : matplotlib Figure
        sentence : str

        Raises
        ------
        PositionError
            Names the position.
        """
        try:
            figure, axes = svg.new_figure(*self._look, self.id)
            with svg.rc(self.id):
                sentence = self._draw(axes, **values)
                style.tidy(figure)
            if not isinstance(sentence, str) or not sentence.strip():
                raise TypeError(f"the function returned {sentence!r}; wanted a sentence")
            return figure, _HYPHEN_FOR_MINUS.sub(MINUS, sentence)
        except Exception as error:
            raise PositionError(self._failure(values, error)) from error

    def html(self, at: Mapping[str, Any] | None = None, *, assets: bool = True) -> str:
        """The explorer as a piece of HTML that moves without a kernel or a server.

        Parameters
        ----------
        at : dict, optional
            Values at which it starts, such as ``{"z": 2}``; its own start by default.
        assets : bool
            Whether style and script go with it. A page needs them once: for further pieces give
            False.

        Returns
        -------
        str
            A `figure` element, which may stand anywhere in the body of a page, behind a `style`
            and before a `script` element where `assets` are asked for.

        Raises
        ------
        TypeError, ValueError
            For a parameter or a value that the explorer does not have, and for axes that move
            because nobody has fixed them.
        PositionError
            If a position cannot be drawn.
        """
        figure, _ = static.figure(self, self._at(at or {}))
        return pages.fragment(figure) if assets else figure

    def save(
        self,
        path: str | Path,
        at: Mapping[str, Any] | None = None,
        *,
        csp: Literal["hash", "files"] | None = None,
        lang: str = "en",
    ) -> Path:
        """Write the explorer as a page of its own.

        Parameters
        ----------
        path : str or Path
            Name of the page, which ends in ``.html``, in a folder that exists. A page of that name
            is replaced.
        at : dict, optional
            As for `html`.
        csp : {"hash", "files"}, optional
            How the page holds a strict content security policy, without ``'unsafe-inline'``. With
            ``"hash"`` it is one file whose policy, in a `meta` element, names its style and script
            by their digests. With ``"files"`` they are files beside it, ``explore.css`` and
            ``explore.js``, which also holds where a server sends ``default-src 'self'``.
        lang : str
            Language of its texts, as in HTML: ``"de"``.

        Returns
        -------
        Path
            The page.

        Raises
        ------
        FileNotFoundError, TypeError, ValueError, PositionError
            For a folder that does not exist, and as `html`. Nothing is written then.
        """
        pages.check(path, csp)
        values = self._at(at or {})
        figure, sentence = static.figure(self, values, heading="h1", embed="")
        return pages.save(path, figure, self.title, sentence, csp=csp, lang=lang)

    def _at(self, values) -> dict[str, Any]:
        """Values of all controls: these, and the start for the others."""
        unknown = set(values) - set(self.controls)
        if unknown:
            raise TypeError(
                f"explorer {self.id!r} has no {sorted(unknown)}; it has {list(self.controls)}"
            )
        # The position's own value: what was given may be off by rounding.
        given = {
            name: self.controls[name].positions[self.controls[name].index(value)].value
            for name, value in values.items()
        }
        return {**self.start(), **given}

    def drawn(self, **values: Any) -> Drawn:
        """One position as it goes into a page: tree, sentence, and the limits of all axes."""
        figure, sentence = self.draw(**values)
        limits = tuple(
            Limits(name, k, float(low), float(high), fixed)
            for k, ax in enumerate(figure.axes)
            for name, (low, high), fixed in (
                ("x", ax.get_xlim(), not ax.get_autoscalex_on()),
                ("y", ax.get_ylim(), not ax.get_autoscaley_on()),
            )
        )
        return Drawn(self._tree(figure, values), sentence, limits)

    def tree(self, **values: Any) -> tuple[Element, str]:
        """One position as an SVG tree and its sentence."""
        figure, sentence = self.draw(**values)
        return self._tree(figure, values), sentence

    def picture(self, **values: Any) -> tuple[bytes, str]:
        """One position as PNG (bytes, on white: for paper and mail) and its sentence."""
        figure, sentence = self.draw(**values)
        return svg.png(figure), sentence

    def show(self, **values: Any) -> tuple[Element, bytes, str]:
        """One position, drawn once: its SVG tree, its PNG and its sentence."""
        figure, sentence = self.draw(**values)
        return self._tree(figure, values), svg.png(figure), sentence

    def _tree(self, figure, values):
        try:
            return svg.tree(figure, self.id)
        except Exception as error:
            raise PositionError(self._failure(values, error)) from error

    def _failure(self, values, error):
        where = (
            ", ".join(f"{name}={value!r}" for name, value in values.items()) or "its only position"
        )
        return f"explorer {self.id!r} cannot be drawn at {where}: {type(error).__name__}: {error}"


def _labelled(control: Control, name: str) -> Control:
    """The control, with the name of its parameter for a label where it has none."""
    if control.label is None:
        control = copy.copy(control)
        control.label = name
    return control


EXPLORERS: Registry[Explorer] = Registry("explorer")
"""All explorers by id, in the order of their definition."""


class View:
    """One showing of an explorer: what a notebook cell displays.

    All that can fail is done when it is made, inside the cell, and not when it is displayed:
    IPython prints what goes wrong in a display and calls the cell a success.
    """

    def __init__(self, explorer, values):
        self._explorer, self.values = explorer, explorer._at(values)
        where = medium.asked()
        if where:
            figure, self.sentence = static.figure(explorer, self.values)
            self._bundle = {"text/html": figure}
        if where == "page":  # the picture is for paper
            picture, _ = explorer.picture(**self.values)
            self._bundle = {"text/html": pages.fragment(figure), "image/png": picture}
        elif not where:
            tree, picture, self.sentence = explorer.show(**self.values)
            self._bundle = {"image/png": picture}
            if live.available():
                widget = live.widget(explorer, self.values, (tree, self.sentence))
                self._bundle |= live.bundle(widget)

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.sentence, self._explorer.recipe(**self.values)]))

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {**self._bundle, "text/plain": repr(self)}
