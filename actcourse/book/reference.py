"""The API reference: what each room of the package offers, from its docstrings.

A page asks for one room by the comment ``% api-reference: actcourse.nn``. It then lists all that
the room's ``__all__`` names, module by module in the order of their imports. Sphinx's autodoc
reads signatures and docstrings; here stands only what it cannot know: that an activation is called
like a function, and in which module a constant has its text.
"""

import inspect
import re
import sys
from importlib import import_module
from types import ModuleType

from sphinx.errors import ExtensionError
from sphinx.ext.autodoc import FunctionDocumenter
from sphinx.ext.napoleon import Config, NumpyDocstring
from sphinx.pycode import ModuleAnalyzer

from actcourse.activations import Activation

# Types stay words. As references they would be looked up, and most are no names: "array of shape
# (n, d)". Attributes are a list, since those with a docstring of their own follow by themselves.
STYLE = Config(
    napoleon_use_param=False,
    napoleon_use_rtype=False,
    napoleon_custom_sections=[("Attributes", "params_style"), ("Raises", "params_style")],
)
PLACE = re.compile(r"^% api-reference: (\S+)$", re.MULTILINE)  # a comment of MyST


class ActivationDocumenter(FunctionDocumenter):
    """Documents an activation like the function that it wraps."""

    objtype = "activation"
    directivetype = "function"

    @classmethod
    def can_document_member(cls, member, membername, isattr, parent):
        return isinstance(member, Activation)


def setup(app):
    """Write the reference of a room into the page that asks for it."""
    app.add_autodocumenter(ActivationDocumenter)
    app.connect("source-read", write_reference)
    app.connect("autodoc-skip-member", skip_attributes)
    app.connect("autodoc-process-docstring", read_numpy_style)


def write_reference(app, docname, source):
    """Put the reference in place of the comment `PLACE`."""
    source[0] = PLACE.sub(lambda asked: reference(asked[1]), source[0])


def skip_attributes(app, what, name, obj, skip, options):
    """Leave out the plain attributes of a class: its docstring lists them, and their values do not.

    A default that is itself a class would otherwise bring along its own docstring.
    """
    return skip or not (inspect.isroutine(obj) or isinstance(obj, property))


def read_numpy_style(app, what, name, obj, options, lines):
    """Turn the sections of a docstring into what docutils understands, in place."""
    # As the extension sphinx.ext.napoleon does it, which besides takes the words before a colon in
    # a property's docstring for its type.
    lines[:] = NumpyDocstring(lines, STYLE).lines()


def reference(room):
    """The page of one room: its docstring, then its names with theirs, grouped by module.

    Parameters
    ----------
    room : str
        Dotted name of a package or a module, such as ``"actcourse.nn"``.
    """
    offered = public(room)
    if set(offered.values()) == {room}:
        return "\n\n".join([_text(room), _directives(room, offered)])
    pages = [_text(room)]
    for module in sorted(set(offered.values()), key=list(sys.modules).index):
        names = {name: home for name, home in offered.items() if home == module}
        pages += [f"## {module.removeprefix('actcourse.')}"]
        pages += [_text(module)] * (module != room)
        pages += [_directives(room, names)]
    return "\n\n".join(pages)


def public(room):
    """Names that a room offers: dict from name to the dotted name of the module it comes from.

    These are the names in ``__all__``, or without it its own classes and functions.
    """
    module = import_module(room)
    names = getattr(module, "__all__", None) or [
        name for name, thing in vars(module).items()
        if name[0] != "_" and _has_docstring(thing) and thing.__module__ == room
    ]  # fmt: skip
    return {name: _home(room, name) for name in names}


def _home(room, name):
    """The module in which a name is defined, below `room` or in it."""
    thing = getattr(import_module(room), name)
    if isinstance(thing, ModuleType):
        return thing.__name__
    if _has_docstring(thing):
        return thing.__module__
    # A constant does not know where it was made; the text below it does.
    for module in [room, *(m for m in sys.modules if m.startswith(f"{room}."))]:
        if ("", name) in ModuleAnalyzer.for_module(module).find_attr_docs():
            return module
    raise ExtensionError(f"{room}.{name} has no docstring: write one below the line that makes it")


def _has_docstring(thing):
    return inspect.isclass(thing) or inspect.isroutine(thing) or isinstance(thing, Activation)


def _directives(room, names):
    """What autodoc is asked for, name by name."""
    lines = []
    for name, module in names.items():
        thing = getattr(import_module(room), name)
        if isinstance(thing, ModuleType):
            lines += [f".. currentmodule:: {module}", ""]
            for inner in public(module):
                lines += _directive(module, inner, getattr(thing, inner))
        elif _has_docstring(thing):
            lines += _directive(room, name, thing)
        else:
            docs = ModuleAnalyzer.for_module(module).find_attr_docs()["", name]
            lines += [f".. py:data:: {name}", f"   :module: {room}", ""]
            lines += [f"   {line}" for line in docs]
    return _rst(lines)


def _directive(room, name, thing):
    if isinstance(thing, Activation):
        return [f".. autoactivation:: {room}.{name}", ""]
    if inspect.isclass(thing):
        kind = "exception" if issubclass(thing, Exception) else "class"
        return [f".. auto{kind}:: {room}.{name}", "   :members:", ""]
    return [f".. autofunction:: {room}.{name}", ""]


def _text(module):
    """The docstring of a module."""
    return _rst(inspect.getdoc(import_module(module)).splitlines())


def _rst(lines):
    return "\n".join(["```{eval-rst}", *lines, "```"])
