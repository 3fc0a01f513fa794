"""Options that the commands for teachers share."""

from pathlib import Path

import click


def _checkout(context, parameter, value) -> Path:
    """The folder of the course, or a message that says how to name it."""
    root = Path(value)
    if not (root / "chapters").is_dir():
        raise click.BadParameter(
            f"{root.resolve()} has no folder `chapters`: run this in the folder of the course, "
            "or name it with --course"
        )
    return root


course = click.option(
    "--course",
    "root",
    default=".",
    show_default="this folder",
    callback=_checkout,
    help="Folder of the course, with its chapters.",
)

variant = click.option(
    "--variant",
    metavar="SEED",
    type=click.IntRange(0, 2**63 - 1),  # what the journal can hold
    help="Draw other numbers and letters where an exercise has some: the same seed, "
    "the same sheet.",
)
