"""`actcourse report`: feedback, sheets and class report once more, after marks given by hand."""

import sys
from pathlib import Path

import click

from ..grading.errors import GradingError
from .course import course


@click.command()
@click.argument("graded", default="graded", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--gradebook",
    metavar="URL",
    default="",
    help="Database of nbgrader's gradebook, if `actcourse grade` was given one.",
)
@course
def report(graded, gradebook, root):
    """Write feedback, CSV and class report in the folder GRADED again.

    Do so after marking by hand: what you entered in nbgrader's formgrader counts.
    """
    from ..grading import privacy, session
    from ..grading.sources import sources

    try:
        path = session.report(graded, sources(root), gradebook)
    except GradingError as error:
        raise click.ClickException(str(error)) from None
    print(path)
    if warning := privacy.warning(graded):
        print(warning, file=sys.stderr)
