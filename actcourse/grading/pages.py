"""Pages of HTML that need nothing beside them: no script, no other file, no other host."""

import re
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from .files import whole

CODE = re.compile(r"`([^`]+)`")


def prose(text: str) -> Markup:
    """`text` for a page, which takes nothing in it for HTML, with `code` between backticks."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))


def points(number: float) -> str:
    """A number of points, without a fraction where there is none."""
    return f"{number:g}"


def write(path: Path, template: str, **values: Any) -> None:
    """Write the page that `template` makes of `values`, whole or not at all.

    It is written as it is made, so that a long table of lazily given rows takes no memory.
    """
    with whole(path, errors="replace") as file:
        file.writelines(_ENVIRONMENT.get_template(template).generate(**values))


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("actcourse.grading"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"prose": prose, "points": points}
