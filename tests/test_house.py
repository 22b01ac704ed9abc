"""The structure of the packages: directions of imports, circles, sizes, mirrored tests, light starts."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {"models": {"assistant", "training"}, "assistant": {"training"}, "training": {"assistant"}}
MOST_ENTRIES = {"assistant": 21, "models": 21, "training": 18}
"""Folders and loose modules at the top of a package; `__init__.py` is not counted."""


def imported(file: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@functools.cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@functools.cache
def modules() -> dict[str, Path]:
    """Every module of the three packages by its dotted name."""
    files = [file for package in FORBIDDEN for file in (ROOT / package).rglob("*.py")]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for file in files
    }


@functools.cache
def arrows() -> set[tuple[str, str]]:
    """(importer, imported) of the modules, inside one package; a package's face counts for what it names."""
    known, found = modules(), set()
    for name, file in known.items():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    target = full if full in known else node.module
                    if target in known and target.split(".")[0] == name.split(".")[0]:
                        found.add((name, target))
    return found


def circles(pairs: set[tuple[str, str]]) -> list[str]:
    """The nodes from which a walk along the arrows comes back, by taking away what imports nothing left."""
    left = {a: {b for a_, b in pairs if a_ == a and b != a} for a, _ in pairs}
    while done := {node for node, targets in left.items() if not targets & left.keys()}:
        left = {node: targets for node, targets in left.items() if node not in done}
    return sorted(left)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_has_few_entries(package: str) -> None:
    entries = {e.name for e in (ROOT / package).iterdir()} - {"__init__.py", "__pycache__"}
    assert 0 < len(entries) <= MOST_ENTRIES[package], sorted(entries)


def test_no_circle_of_imports_between_files() -> None:
    assert not circles(arrows())


def test_no_circle_of_imports_between_the_folders_of_a_package() -> None:
    def room(module: str) -> str:
        return ".".join(module.split(".")[:2])

    inner = {(room(a), room(b)) for a, b in arrows() if a.count(".") and b.count(".")}
    assert not circles({(a, b) for a, b in inner if a != b})


def test_circles_are_found() -> None:
    assert circles({("a", "b"), ("b", "c"), ("c", "b"), ("d", "d")}) == ["a", "b", "c"]
    assert circles({("a", "b"), ("b", "c")}) == []


def test_no_public_class_name_stands_for_two_things() -> None:
    places: dict[str, list[str]] = {}
    for name, file in modules().items():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name)
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_imports_keep_their_names() -> None:
    """An alias that only repairs a collision hides what is imported; numpy's and datetime's are customary."""
    renamed = []
    for name, file in modules().items():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                renamed += [
                    f"{name}: {alias.name} as {alias.asname}"
                    for alias in node.names
                    if alias.asname not in (None, alias.name, "np", "dt")
                ]
    assert not renamed


def test_benchmarks_import_what_there_is() -> None:
    """No test runs them whole."""
    missing = []
    for file in (ROOT / "tests" / "benchmarks").glob("*.py"):
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {
                *FORBIDDEN,
                "tests",
            }:
                module = ROOT.joinpath(*(node.module or "").split("."))
                source = (
                    module.with_suffix(".py")
                    if module.with_suffix(".py").is_file()
                    else module / "__init__.py"
                )
                names = bound(source) if source.is_file() else set()
                missing += [
                    f"{file.name}: {node.module}.{alias.name}"
                    for alias in node.names
                    if alias.name not in names
                    and not (module / alias.name).with_suffix(".py").is_file()
                    and not (module / alias.name).is_dir()
                ]
    assert not missing


def bound(file: Path) -> set[str]:
    """The names that a module binds at its top."""
    names: set[str] = set()
    for node in parsed(file).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        else:
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return names


def test_every_file_with_logic_has_its_test() -> None:
    """`assistant/audio/bell.py` is tested by `tests/assistant/audio/test_bell.py`."""
    missing = []
    for file in modules().values():
        place = file.relative_to(ROOT)
        tree = parsed(file)
        # a Protocol's methods end in `...`
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        logic = any(
            not (ast.unparse(node.body[-1]) == "..." or is_docstring(node.body[-1])) for node in functions
        )
        test = ROOT / "tests" / place.parent / f"test_{place.name}"
        if logic and place.name != "__init__.py" and not test.is_file():
            missing.append(place.as_posix())
    assert not missing


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
            tree = parsed(file)
            attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            if attributes & {"cuda", "mps"} and file.name != "device.py":
                named.append(str(file.relative_to(ROOT)))
    assert not named


def test_no_utils_module() -> None:
    assert not [file for package in FORBIDDEN for file in (ROOT / package).rglob("util*.py")]
