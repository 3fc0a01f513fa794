"""What nbval leaves open: a cell that should raise and does not."""

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail a notebook cell with the tag ``raises-exception`` that raised nothing."""
    result = yield
    # Only nbval's cells have outputs; one that raised has an output of the type "error".
    outputs = getattr(item, "test_outputs", None)
    raised = "error" in [output.output_type for output in outputs or ()]
    if outputs is not None and item.options["check_exception"] and not raised:
        item.raise_cell_error("The cell is tagged raises-exception and raised nothing")
    return result
