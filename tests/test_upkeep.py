"""Version, release notes, workflows and forms fit each other and what they name."""

import importlib.metadata
import importlib.util
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GITHUB = ROOT / ".github"
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((GITHUB / "workflows").glob("*.yml"))
}
JOBS = {
    f"{flow}/{name}": job for flow, all in WORKFLOWS.items() for name, job in all["jobs"].items()
}
ACTION = yaml.safe_load((GITHUB / "actions/set-up/action.yml").read_text(encoding="utf-8"))
STEPS = [step for job in JOBS.values() for step in job.get("steps", [])] + ACTION["runs"]["steps"]
COMMANDS = "\n".join(step.get("run", "") for step in STEPS)
FORMS = sorted(
    set((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) - {GITHUB / "ISSUE_TEMPLATE/config.yml"}
)


@pytest.fixture(scope="module")
def notes():
    """The function that the release workflow calls."""
    path = ROOT / ".ci" / "release_notes.py"
    spec = importlib.util.spec_from_file_location("release_notes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.notes


def test_version_citation_changelog_and_what_is_installed_agree():
    version = PROJECT["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == version
    assert importlib.metadata.version("actcourse") == version
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changelog.count("\n## [Unreleased]\n") == 1
    assert re.findall(r"^## \[(\d.*?)\]", changelog, re.MULTILINE)[:1] in ([], [version])


def release(folder, changelog, version="1.2.3"):
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
    (folder / "CHANGELOG.md").write_text(changelog)
    return folder


CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.3] - 2026-01-31

### Added

- This.

## [1.2.2] - 2025-12-31

- That.
"""


def test_the_notes_of_a_release_are_its_section_of_the_changelog(notes, tmp_path):
    assert notes("v1.2.3", release(tmp_path, CHANGELOG)) == "### Added\n\n- This.\n"


@pytest.mark.parametrize(
    ("tag", "changelog", "says"),
    [
        ("1.2.3", CHANGELOG, "wanted v1.2.3"),
        ("v1.2.4", CHANGELOG, "wanted v1.2.3"),
        (
            "v1.2.3",
            CHANGELOG.replace("[1.2.3]", "[1.2.2]"),
            r"the one of 1.2.2: wanted ## \[1.2.3\]",
        ),
        ("v1.2.3", CHANGELOG.replace(" - 20", " 20"), "none of a version"),
        ("v1.2.3", CHANGELOG.replace("### Added\n\n- This.\n", ""), "is empty"),
    ],
)
def test_no_release_where_tag_version_and_changelog_differ(notes, tmp_path, tag, changelog, says):
    with pytest.raises(SystemExit, match=says):
        notes(tag, release(tmp_path, changelog))


def test_workflows_call_what_there_is():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) | {".venv/ready"}
    asked = {target for line in re.findall(r"\bmake (.+)", COMMANDS) for target in line.split()}
    assert asked >= {"lint", "types", "test", "test-slow", "book", "test-site", "lock"}
    assert asked <= targets
    scripts = set(re.findall(r"(?<=[ \n])\.ci/\w+(?:\.py)?", f"\n{COMMANDS}"))
    assert scripts >= {".ci/run", ".ci/lowest", ".ci/release_notes.py"}
    for script in scripts:
        assert script.endswith(".py") or os.access(ROOT / script, os.X_OK), script
    for step in STEPS:
        if step.get("uses", "").startswith("./"):
            assert (ROOT / step["uses"]).exists()


def test_actions_of_others_have_a_version():
    used = {step["uses"] for step in STEPS if "uses" in step}
    outside = {use for use in used if not use.startswith("./")}
    assert outside
    assert [use for use in outside if not re.search(r"@(v\d+|release/v\d+)$", use)] == []


def needs(flow, name):
    """All jobs of a workflow that have to succeed before this one starts."""
    direct = WORKFLOWS[flow]["jobs"][name].get("needs", [])
    direct = [direct] if isinstance(direct, str) else direct
    return set(direct).union(*(needs(flow, other) for other in direct))


def test_what_may_write_waits_for_the_whole_of_ci_and_nothing_else_may_write():
    writing = []
    for name, job in JOBS.items():
        flow, _, short = name.partition("/")
        assert WORKFLOWS[flow]["permissions"] == {"contents": "read"}
        if "write" in job.get("permissions", {}).values():
            writing.append(name)
            before = {WORKFLOWS[flow]["jobs"][other].get("uses") for other in needs(flow, short)}
            assert "./.github/workflows/ci.yml" in before, name
    assert writing == ["deploy/site", "deploy/learner", "release/release", "release/pypi"]


def test_every_job_ends_by_itself():
    for name, job in JOBS.items():
        assert "uses" in job or "timeout-minutes" in job, name


def test_ci_checks_what_is_fast_first_and_every_python_that_is_promised():
    jobs = WORKFLOWS["ci"]["jobs"]
    assert {name for name, job in jobs.items() if "needs" not in job} == {"lint"}
    assert PROJECT["requires-python"] == ">=3.11"
    promised = re.search(r"Python 3\.(\d+) to 3\.(\d+)", (ROOT / "README.md").read_text("utf-8"))
    versions = [f"3.{minor}" for minor in range(int(promised[1]), int(promised[2]) + 1)]
    for name in ("test", "slow"):
        assert jobs[name]["strategy"]["matrix"]["python"] == versions


def test_the_lowest_versions_are_tried_of_all_that_tests_use():
    script = (ROOT / ".ci" / "lowest").read_text(encoding="utf-8")
    left_out = {"lint", "peers", "compare"}  # tools, and libraries that the course is compared with
    extras = PROJECT["optional-dependencies"].keys() - left_out
    assert set(re.findall(r"--extra (\w+)", script)) == extras


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_forms_ask_for_something(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert form["name"]
    assert form["description"]
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids)) > 1
    assert all(field["attributes"]["label"] for field in form["body"])


def test_pull_requests_are_asked_what_they_change_and_versions_are_proposed():
    assert "make test" in (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    proposed = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in proposed} == {"pip", "github-actions"}
