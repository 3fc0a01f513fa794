"""The wheel that learners install is built with what the environment has, or it is said why not."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest

from actcourse.exercises import wheels

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_it_is_built_without_pip_and_without_a_registry(tmp_path, monkeypatch):
    (tmp_path / "pip.py").write_text("raise ImportError('no pip here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = wheels.wheel(ROOT, tmp_path)
    assert made.parent == tmp_path
    assert "actcourse/exercises/check.py" in zipfile.ZipFile(made).namelist()


# What setuptools 65, which an ordinary virtual environment of Python 3.11 has, does with ours.
OLD = """
def build_wheel(folder):
    raise ValueError("invalid pyproject.toml config: `project.license`.")
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [(OLD, "ValueError: invalid pyproject.toml"), (None, "No module named 'setuptools'")],
)
def test_what_is_too_old_or_missing_is_said_and_nothing_is_written(
    text, reason, tmp_path, monkeypatch
):
    fake = tmp_path / "elsewhere" / "setuptools"
    fake.mkdir(parents=True)
    if text:
        (fake / "__init__.py").touch()
        (fake / "build_meta.py").write_text(text)
    else:
        hidden = "raise ModuleNotFoundError(\"No module named 'setuptools'\")"
        (fake / "__init__.py").write_text(hidden)
    monkeypatch.setenv("PYTHONPATH", str(fake.parent))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(wheels.CannotBuild, match=re.escape(reason)) as failed:
        wheels.wheel(ROOT, out)
    assert "It takes setuptools>=77, and here is" in str(failed.value)
    assert str(failed.value).endswith("pip install 'actcourse[grade]'")
    assert list(out.iterdir()) == []


def test_the_extra_brings_what_builds_it():
    wanted = PROJECT["build-system"]["requires"]
    assert set(wanted) <= set(PROJECT["project"]["optional-dependencies"]["grade"])
