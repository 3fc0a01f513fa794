"""Limits on what a process may use."""

import resource


def limit(resources):
    """Bind this process and its children to `resources`, by the names of `resource.RLIMIT_...`."""
    for name, most in resources.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
