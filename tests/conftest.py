"""Settings of all tests."""

from hypothesis import settings

# A test that fails should fail again, here and on another machine.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
