"""The command that the others hang below."""

from importlib import import_module

import click

# Command -> the module of this folder that defines it. A module is imported when its command
# runs, so that `actcourse check` needs nothing that only teachers install.
COMMANDS = {"assign": "assign", "grade": "grade", "claims": "claims"}


class Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, context):
        return list(COMMANDS)

    def get_command(self, context, name):
        if name not in COMMANDS:
            return None
        return getattr(import_module(f"actcourse.cli.{COMMANDS[name]}"), name)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="actcourse")
def main():
    """Activation Functions by Experiment: assignments, marks and claims."""
