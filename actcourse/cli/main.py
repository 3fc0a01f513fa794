"""The command that the others hang below."""

import sys
from importlib import import_module

import click

from .. import consoles
from ..extras import mend

# Each is a module of this folder. What a command works with it imports when it runs: so the help is
# there at once, and `actcourse check` needs nothing that only teachers install.
COMMANDS = ("assign", "grade", "report", "check", "doctor", "claims")


class Commands(click.Group):
    """A group that imports a command's module when the command is asked for.

    A command that lacks a library names what brings it.
    """

    def main(self, *words, **options):
        consoles.prepare()
        return super().main(*words, **options)

    def list_commands(self, context):
        return list(COMMANDS)

    def get_command(self, context, name):
        if name not in COMMANDS:
            return None
        return getattr(import_module(f"actcourse.cli.{name}"), name)

    def invoke(self, context):
        try:
            return super().invoke(context)
        except ModuleNotFoundError as error:
            if not error.name or error.name.startswith("actcourse"):
                raise
            failed = click.ClickException(
                f"`actcourse {context.invoked_subcommand}` needs {error.name}: {mend(error.name)}"
            )
        except click.ClickException as error:
            failed = error
        # By itself, click would write UTF-8 where it is told that there is ASCII.
        failed.show(sys.stderr)
        context.exit(failed.exit_code)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="actcourse")
def main():
    """Activation Functions by Experiment: assignments, marks and claims."""
