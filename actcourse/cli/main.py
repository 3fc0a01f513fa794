"""The command that the others hang below."""

from importlib import import_module

import click

from ..grading.errors import mend

# Each is a module of this folder, imported when its command runs, so that `actcourse check` needs
# nothing that only teachers install.
COMMANDS = ("assign", "grade", "report", "check", "doctor", "claims")


class Commands(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, context):
        return list(COMMANDS)

    def get_command(self, context, name):
        if name not in COMMANDS:
            return None
        try:
            return getattr(import_module(f"actcourse.cli.{name}"), name)
        except ModuleNotFoundError as error:
            return _lacking(name, error.name)


def _lacking(name, package) -> click.Command:
    """In place of a command whose packages are not installed: says what to install."""
    text = f"Needs {package}: {mend(package)}"

    def fail():
        raise click.ClickException(f"`actcourse {name}` {text[0].lower()}{text[1:]}")

    arguments = click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)
    context = {"ignore_unknown_options": True}
    return click.Command(name, context, lambda arguments: fail(), [arguments], text)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="actcourse")
def main():
    """Activation Functions by Experiment: assignments, marks and claims."""
