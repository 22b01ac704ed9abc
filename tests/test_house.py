"""The house: which way imports point, and what a light start loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {"models": {"assistant", "training"}, "assistant": {"training"}, "training": {"assistant"}}


def imported(file: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_point_one_way(package: str) -> None:
    files = list((ROOT / package).rglob("*.py"))
    assert files
    turned = {str(file.relative_to(ROOT)): imported(file) & FORBIDDEN[package] for file in files}
    assert not {file: names for file, names in turned.items() if names}


@pytest.mark.parametrize(
    "statement", ["import assistant", "import assistant.cli", "import training.cli", "import models.types"]
)
def test_a_light_start_loads_no_torch(statement: str) -> None:
    heavy = "{'torch', 'transformers', 'ctranslate2'} & set(__import__('sys').modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; print({heavy} or '')"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ""


def test_only_device_py_names_accelerators() -> None:
    """Other files ask models/device.py, so that a new accelerator is one change."""
    named = []
    for package in FORBIDDEN:
        for file in (ROOT / package).rglob("*.py"):
            tree = ast.parse(file.read_text("utf-8"))
            attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            if attributes & {"cuda", "mps"} and file.name != "device.py":
                named.append(str(file.relative_to(ROOT)))
    assert not named


def test_no_utils_module() -> None:
    assert not [file for package in FORBIDDEN for file in (ROOT / package).rglob("util*.py")]
