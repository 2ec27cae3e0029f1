"""The files that set machines up and publish the site keep their promises."""

import ast
import json
import os
import re
import subprocess
import tokenize
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from scripts import dev

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOW_TEXT = "\n".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)


def text(name: str) -> str:
    """Read a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def workflow() -> dict[str, Any]:
    """Read the workflow that publishes the site."""
    return cast("dict[str, Any]", yaml.safe_load(text(".github/workflows/site.yml")))


# ---------------------------------------------------------------- the workflow


def test_actions_are_pinned() -> None:
    """Every action is pinned by a full SHA, with its version in a comment, one SHA an action."""
    uses = re.findall(r"uses: *(\S+)(.*)", WORKFLOW_TEXT)
    assert uses
    for action, comment in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
    names = {action: action.partition("@")[0] for action, _ in uses}
    assert len(names) == len(set(names.values()))


def test_permissions() -> None:
    """Nothing is allowed at the top; only the deploying job may write, and only to Pages."""
    assert workflow()["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow()["jobs"].items()} == {
        "check": {"contents": "read"},
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert workflow()["jobs"]["deploy"]["environment"]["name"] == "github-pages"


def test_credentials_do_not_stay() -> None:
    """No checkout leaves its credentials behind."""
    steps = [step for job in workflow()["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if "actions/checkout@" in step.get("uses", "")]
    assert len(checkouts) == 2
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_only_checked_pushes_to_main_are_published() -> None:
    """The site is built after the checks, on main, and never for a pull request."""
    jobs = workflow()["jobs"]
    assert jobs["build"]["needs"] == "check"
    assert "refs/heads/main" in jobs["build"]["if"]
    assert "event_name != 'pull_request'" in jobs["build"]["if"]
    assert jobs["deploy"]["needs"] == "build"
    assert "pull_request_target" not in WORKFLOW_TEXT


def test_no_expression_in_a_script() -> None:
    """What GitHub fills in reaches a script as a variable only, so it cannot become code."""
    for job in workflow()["jobs"].values():
        assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


@pytest.mark.parametrize(
    ("owner", "repository", "variable", "address"),
    [
        ("Ann", "Guide", "", "https://ann.github.io/Guide/"),
        ("Ann", "ann.github.io", "", "https://ann.github.io/"),
        ("ann", "Ann.GitHub.io", "", "https://ann.github.io/"),
        ("Ann", "Guide", "https://guide.example/", "https://guide.example/"),
    ],
)
def test_address(owner: str, repository: str, variable: str, address: str, tmp_path: Path) -> None:
    """The site's address follows from whoever runs the workflow."""
    step = next(step for step in workflow()["jobs"]["build"]["steps"] if "SITE_URL" in str(step))
    assert set(step["env"]) == {"ADDRESS", "KEEP_PREVIOUS", "OWNER", "REPOSITORY"}
    (tmp_path / "scripts").mkdir()
    shown = "import os; print(os.environ['SITE_URL'], os.environ['REPOSITORY'])"
    (tmp_path / "scripts" / "dev.py").write_text(shown, encoding="utf-8")
    here = f"https://github.com/{owner}/{repository}"
    environ = os.environ | {"ADDRESS": variable, "OWNER": owner, "REPOSITORY": here}
    bash = ["bash", "-eo", "pipefail", "-c", step["run"]]
    said = subprocess.run(
        bash, cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
    )
    assert said.stdout.split() == [address, here]


def test_no_owner_in_a_file() -> None:
    """A fork publishes without an edit: no file of the set-up names an owner or a repository."""
    for name in ("README.md", "package.json", "pyproject.toml", ".github/dependabot.yml"):
        others = text(name).replace("squidfunk.github.io", "")  # the theme's documentation
        assert not re.search(r"github\.com/|(?<!OWNER)\.github\.io", others)
    assert "github.com" not in WORKFLOW_TEXT


# ---------------------------------------------------------------- the pins


@pytest.mark.parametrize(
    "name", ["requirements.txt", "scripts/uv.txt", "scripts/node.txt", "scripts/peers.txt"]
)
def test_python_pins(name: str) -> None:
    """Every Python package is pinned with hashes, without an address or a machine's folder."""
    said = text(name)
    assert "http" not in said
    assert not re.search(r"(?m)^--|file:|[ \t]/", said)
    for package in re.findall(r"(?m)^[a-z].*(?:\n {4}.*)*", said):
        assert re.match(r"[a-z0-9._-]+==\S+ ", package)
        assert "--hash=sha256:" in package


def test_requirements_hold_what_the_project_asks_for() -> None:
    """A package added to pyproject.toml is pinned."""
    group = tomllib.loads(text("pyproject.toml"))["dependency-groups"]["dev"]
    names = {re.split(r"[^\w-]", wanted)[0].lower() for wanted in group}
    pinned = set(re.findall(r"(?m)^([a-z0-9._-]+)==", text("requirements.txt")))
    assert names <= pinned


def test_node_pins() -> None:
    """Every npm package has its integrity, and no address."""
    assert "resolved" not in text("package-lock.json")
    packages = json.loads(text("package-lock.json"))["packages"]
    wanted = json.loads(text("package.json"))
    assert packages[""]["dependencies"] == wanted["dependencies"]
    assert packages[""]["devDependencies"] == wanted["devDependencies"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_one_python() -> None:
    """The Python version is the same wherever it stands."""
    assert text(".python-version") == f"{dev.PYTHON}\n"
    project = tomllib.loads(text("pyproject.toml"))
    assert project["project"]["requires-python"].startswith(f">={dev.PYTHON},")
    assert project["tool"]["mypy"]["python_version"] == dev.PYTHON
    assert project["tool"]["ruff"]["target-version"] == "py" + dev.PYTHON.replace(".", "")
    assert set(re.findall(r"python-version: (.*)", WORKFLOW_TEXT)) == {f'"{dev.PYTHON}"'}


# ---------------------------------------------------------------- the first minutes


def test_readme_begins_with_the_two_commands() -> None:
    """The README's first block of code is serve and test."""
    first = re.search(r"```\w*\n(.*?)```", text("README.md"), re.DOTALL)
    assert first
    commands = [line.partition("#")[0].strip() for line in first[1].splitlines()]
    assert commands == ["python3 scripts/dev.py serve", "python3 scripts/dev.py test"]


def test_readme_names_what_exists() -> None:
    """Every file and folder that the README names in code is there, and every task."""
    readme = text("README.md")
    for name in re.findall(r"`((?:calc|docs|scripts|tests|\.github)/[a-z_./-]*)`", readme):
        assert (ROOT / name).exists(), name
    for task in dev.TASKS:
        assert f"dev.py {task}" in readme


def test_old_grammar() -> None:
    """Any Python 3 can read dev.py, so that an old one gets a sentence and not a SyntaxError."""
    source = text("scripts/dev.py")
    tree = ast.parse(source, feature_version=(3, 5))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef, ast.Match)
    starred_lists = (ast.List, ast.Tuple, ast.Set)
    for node in ast.walk(tree):
        assert not isinstance(node, newer)
        if isinstance(node, starred_lists):
            assert not [part for part in node.elts if isinstance(part, ast.Starred)]
        if isinstance(node, ast.Dict):
            assert None not in node.keys
    with (ROOT / "scripts" / "dev.py").open("rb") as file:
        numbers = [t.string for t in tokenize.tokenize(file.readline) if t.type == tokenize.NUMBER]
    assert not [number for number in numbers if "_" in number]
    assert not re.search(r"def \w+\([^)]*\*[^)]*,\s*\)", source)


def test_version_comes_first() -> None:
    """Nothing but sys is imported before the version is looked at."""
    body = ast.parse(text("scripts/dev.py")).body
    check = next(index for index, node in enumerate(body) if isinstance(node, ast.If))
    imports = [node for node in body[:check] if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import sys"]
