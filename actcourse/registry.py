"""`Registry`: whatever the course knows by name, each name given once."""

import difflib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

Thing = TypeVar("Thing")


class UnknownName(KeyError):
    """A name that a registry does not have; its text names what comes close."""

    def __str__(self) -> str:
        return self.args[0]  # KeyError's own shows the quoted form of its argument


class Registry(Mapping[Hashable, Thing]):
    """Things by name, in the order in which they were entered.

    Parameters
    ----------
    kind : str
        What is registered, in the words of a message: ``"exercise"``.

    Examples
    --------
    >>> schemes = Registry("scheme")
    >>> schemes.add("zeros", zeros, place=(zeros.__module__, zeros.__qualname__))
    >>> schemes["zeroes"]
    Traceback (most recent call last):
    actcourse.registry.UnknownName: no scheme is called 'zeroes'; did you mean 'zeros'?
    """

    def __init__(self, kind: str):
        self.kind = kind
        self._things: dict[Hashable, Thing] = {}
        self._places: dict[Hashable, tuple] = {}
        self._names: dict[Hashable, Hashable] = {}  # name or alias -> name

    def add(
        self, name: Hashable, thing: Thing, *, place: tuple, aliases: Iterable[Hashable] = ()
    ) -> Thing:
        """Enter `thing` and return it.

        Parameters
        ----------
        name : hashable
            Listed when the registry is looped over; `aliases` are found, but not listed.
        place : tuple
            What tells one definition from another, such as module and qualified name. A definition
            that is run again, as cells and reloaded modules are, replaces itself.

        Raises
        ------
        ValueError
            If a name is taken by a definition in another place. Nothing is entered then.
        """
        for wanted in (name, *aliases):
            known = self._names.get(wanted)
            if known is not None and self._places[known] != place:
                there = ".".join(map(str, self._places[known]))
                raise ValueError(
                    f"there is {self._article} {self.kind} {wanted!r} already, from {there}: "
                    f"give the one from {'.'.join(map(str, place))} another name"
                )
        self._things[name], self._places[name] = thing, place
        self._names |= dict.fromkeys((name, *aliases), name)
        return thing

    @contextmanager
    def restored(self) -> Iterator["Registry[Thing]"]:
        """A context after which the registry holds what it held before: for tests and trials."""
        before = self._things.copy(), self._places.copy(), self._names.copy()
        try:
            yield self
        finally:
            self._things, self._places, self._names = before

    @property
    def _article(self) -> str:
        return "an" if self.kind[0] in "aeiou" else "a"

    def __getitem__(self, name: Hashable) -> Thing:
        try:
            return self._things[self._names[name]]
        except (KeyError, TypeError):  # a TypeError: what cannot be hashed is no name either
            raise UnknownName(self._unknown(name)) from None

    def _unknown(self, name: Hashable) -> str:
        by_text = {str(known): known for known in self._names}
        close = difflib.get_close_matches(str(name), by_text, n=3, cutoff=0.5)
        listed = [repr(by_text[text]) for text in close] or [repr(known) for known in self]
        listed = listed if len(listed) <= 12 else [*listed[:10], "...", listed[-1]]
        hint = f"did you mean {' or '.join(listed)}?" if close else f"there are {', '.join(listed)}"
        return f"no {self.kind} is called {name!r}; {hint}"

    def __contains__(self, name: object) -> bool:
        try:
            return name in self._names
        except TypeError:
            return False

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __repr__(self) -> str:
        return f"<{len(self)} of the kind {self.kind}: {', '.join(map(str, self))}>"
