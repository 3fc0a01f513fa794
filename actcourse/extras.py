"""Which extra of the package brings a module, and the sentence for whoever lacks it.

The package requires NumPy and matplotlib alone: with these, `actcourse.explore` makes explorers for
any page. All else is asked for by name: ``pip install 'actcourse[course]'``.
"""

import sys
from importlib.util import find_spec

BRINGS = {
    "click": "course",
    "rich": "course",
    "scipy": "course",
    "ipywidgets": "live",
    "myst_nb": "sphinx",
    "sphinx": "sphinx",
    "distributed": "cluster",
    "psycopg": "postgres",
    "psycopg2": "postgres",
}
"""The extra that brings a module, for those that are not of the extra ``grade``."""


def mend(module: str) -> str:
    """What to do where a module cannot be imported."""
    if module in sys.stdlib_module_names:
        return "this system's Python has no such module: use Linux, a virtual machine or WSL 2"
    return f"pip install 'actcourse[{BRINGS.get(module.partition('.')[0], 'grade')}]'"


def require(what: str, *modules: str) -> None:
    """Refuse to go on without these modules.

    Parameters
    ----------
    what : str
        What needs them, the subject of the message: ``"actcourse.activations"``.
    *modules : str
        Names as they are imported.

    Raises
    ------
    ModuleNotFoundError
        For the first that is missing; it names the extra that brings it.
    """
    for module in modules:
        if find_spec(module) is None:
            raise ModuleNotFoundError(f"{what} needs {module}: {mend(module)}", name=module)
