"""`actcourse assign`: the student version of an assignment."""

from pathlib import Path

import click

from ..grading.errors import UnknownChapter
from .course import course, variant


@click.command()
@click.argument("chapter")
@click.option("--out", default="release", show_default=True, type=click.Path(path_type=Path))
@variant
@course
def assign(chapter, out, variant, root):
    """Write the student version of CHAPTER, without solutions, and a zip of it."""
    from ..exercises.wheels import CannotBuild
    from ..grading import release
    from ..grading.sources import sources

    try:
        path = release.choose(sources(root), chapter)
        made = release.assign(root, path, out, variant)
    except (UnknownChapter, CannotBuild) as error:
        raise click.ClickException(str(error)) from None
    for place in made:
        print(place)
