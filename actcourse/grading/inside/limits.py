"""Limits on what a process may use, and on what others may do to it."""

import ctypes
import resource

PR_SET_DUMPABLE = 4


def limit(resources):
    """Bind this process and its children to `resources`, by the names of `resource.RLIMIT_...`."""
    for name, most in resources.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def shield():
    """Keep other processes of the same user from reading or steering this one, as debuggers do.

    No limits bind it, so an answer that took it over would be free of its own.
    """
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
