"""`actcourse check` reads all that `grade` reads, and ends in a sentence, whatever it is given."""

import json
import os

import pytest
from click.testing import CliRunner

from actcourse.cli import main


def run(path):
    """What the command prints, and the number it ends with; it may raise nothing else."""
    done = CliRunner().invoke(main, ["check", str(path)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.output, done.exit_code


def notebook(*cells, checked='check("sigmoid/factor", factor)'):
    """A notebook with these cells above a check."""
    sources = (*cells, checked)
    return {
        "nbformat": 4,
        "cells": [{"cell_type": "code", "source": source, "metadata": {}} for source in sources],
    }


FORMS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", FORMS)
def test_a_notebook_in_any_form_of_unicode(encoding, tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_bytes(json.dumps(notebook("factor = 0.23  # ≈")).encode(encoding))
    said, code = run(path)
    assert code == 0
    assert "✓ sigmoid/factor, 2 of 2" in said


BROKEN = {
    "empty": b"",
    "deep": b"[" * 100_000,
    "cut": b'{"cells": [',
    "binary": b"\xff\xfe\x00",
    "a list": b"[1]",
    "a number": b"1" * 10_000,
    "no cells": b'{"nbformat": 4}',
    "cells that are none": b'{"nbformat": 4, "cells": [3]}',
    "another course": json.dumps(notebook("x = 1", checked="")).encode(),
    "half a character": b'{"nbformat": 4, "cells": [], "x": "\\ud800"}',
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_notebook_ends_in_a_sentence(what, tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_bytes(BROKEN[what])
    said, code = run(path)
    assert code == 1
    assert said.startswith("Error: ")
    assert said.count("\n") <= 3


CELLS = {
    "raises BaseException": "raise BaseException\nfactor = 0.23",
    "raises what cannot be told": "class E(Exception):\n    def __str__(self): raise E\nraise E",
    "cannot be compiled": "factor = " + " + ".join(["1"] * 20_000),
    "deep": f"factor = {'(' * 3000}{')' * 3000}",
    "a null byte": "factor = '\0'",
    "exits": "import sys; sys.exit()",
    "no number": "factor = object()",
    "equal to everything": "class E:\n    __eq__ = lambda s, o: True\nfactor = E()",
    "an infinite one": "factor = float('inf')",
    "an empty array": "import numpy as np\nfactor = np.zeros((0, 3))",
    "half a character": "factor = '\\ud800'",
    "closes the output": "import sys; sys.stdout.close()",
}


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_of_any_kind_ends_in_a_verdict(what, tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(notebook(CELLS[what])))
    said, code = run(path)
    assert code == 0
    assert said.startswith(("✗ sigmoid/factor", "○ sigmoid/factor"))
    assert "0 of 2 points" in said


@pytest.mark.parametrize("digits", [1, 19, 5000])
def test_a_variant_of_any_length(digits, tmp_path):
    checked = f'check("sigmoid/factor", factor, variant={"7" * digits})'
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(notebook("factor = 0.23", checked=checked)))
    said, code = run(path)
    assert code == 0 if digits == 1 else "names a variant of" in said


def test_a_file_that_cannot_be_read(tmp_path, monkeypatch):
    path = tmp_path / "x.ipynb"
    path.touch()

    def denied(self):
        raise PermissionError(13, os.strerror(13), str(self))

    monkeypatch.setattr("pathlib.Path.read_bytes", denied)
    said, code = run(path)
    assert (code, "cannot be read: Permission denied" in said) == (1, True)


def test_cells_count_as_in_a_kernel(tmp_path):
    path = tmp_path / "x.ipynb"
    cells = "t = {}", "t['x'] = 0.23", "%matplotlib inline\nfactor = t['x']"
    path.write_text(json.dumps(notebook(*cells)))
    assert "✓ sigmoid/factor, 2 of 2" in run(path)[0]
