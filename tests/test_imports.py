"""Who may import whom: the table of docs/architecture.md, held true by reading the imports of every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("transforms", "expectations", "warehouse", "flows", "dashboard")
ANY = ""  # the beginning of every name

# What a module of the folder may import besides the standard library and its own siblings; a name allows all below it.
ALLOWED: dict[str, tuple[str, ...]] = {
    "transforms": ("polars", "numpy", "rensa"),
    "expectations": ("transforms", "polars"),
    "warehouse": ("transforms.schema", "transforms.schema_types", "transforms.errors", "duckdb"),
    "flows": (ANY,),
    "dashboard": (
        "warehouse",
        "transforms",
        "flows.settings",
        "flows.messages.silence",
        "flows.row_formats",
        "flows.querying",
        "flows.cells",
        "flows.settings_groups",
        "flows.settings_values",
        "flows.passwords",
        "altair",
        "duckdb",
        "polars",
        "pyarrow",
        "streamlit",
        "starlette",
    ),
}
# Single modules that may import more.
ALSO_ALLOWED: dict[str, tuple[str, ...]] = {
    "expectations/adapter.py": ("great_expectations", "sqlalchemy", "duckdb", "duckdb_engine"),
    "expectations/data_docs/blocks.py": ("great_expectations",),
    "expectations/data_docs/pages.py": ("great_expectations",),
    "expectations/data_docs/view.py": ("great_expectations",),
    "expectations/suite.py": ("great_expectations", "duckdb"),
    "warehouse/sessions.py": ("polars",),
}
# `transforms` is a function of its inputs: nothing of the machine, no clock, no chance.
NOT_IN_TRANSFORMS = {
    "glob", "logging", "os", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile",
    "time", "urllib", "uuid",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today"}
# Slow to import: never while a module of ours is imported, except by those that are nothing without them.
HEAVY = {"apprise", "great_expectations", "pandas", "prefect", "pyarrow", "scipy", "sqlalchemy", "streamlit"}
NEED_HEAVY = {
    "expectations/adapter.py", "expectations/data_docs/blocks.py", "expectations/data_docs/pages.py",
    "expectations/data_docs/view.py", "expectations/suite.py", "flows/audit.py", "flows/ingest.py", "flows/maintain.py",
    "flows/missed.py", "flows/prefect_history.py", "flows/prefect_tasks.py",
    "flows/reports.py", "flows/schedule.py",
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """`module` is the full name; `is_late` inside a function, so only when that is called."""

    module: str
    line: int
    is_late: bool
    is_for_types: bool

    @property
    def root(self) -> str:
        return self.module.partition(".")[0]


def modules(*folders: str) -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports(path: str) -> list[Import]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"), path)
    return list(_imports(tree, path, is_late=False, is_for_types=False))


def _imports(node: ast.AST, path: str, *, is_late: bool, is_for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        late = is_late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = is_for_types or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test))
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, late, for_types) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = _absolute(child, path)
            is_package = (ROOT / base.replace(".", "/") / "__init__.py").is_file()
            names = [f"{base}.{alias.name}" for alias in child.names] if is_package else [base]
            yield from (Import(name, child.lineno, late, for_types) for name in names)
        else:
            yield from _imports(child, path, is_late=late, is_for_types=for_types)


def _absolute(node: ast.ImportFrom, path: str) -> str:
    if not node.level:
        return node.module or ""
    package = Path(path).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def is_allowed(module: str, path: str) -> bool:
    layer = path.partition("/")[0]
    names = (layer, *ALLOWED[layer], *ALSO_ALLOWED.get(path, ()))
    return module.partition(".")[0] in sys.stdlib_module_names or any(
        name == ANY or module == name or module.startswith(f"{name}.") for name in names
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_a_folder_imports_only_what_it_may(layer: str) -> None:
    wrong = [
        f"{path}:{one.line} imports {one.module}"
        for path in modules(layer)
        for one in imports(path)
        if not is_allowed(one.module, path)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_folder_of_python_is_looked_at() -> None:
    elsewhere = {"benchmarks", "build", "deploy", "docs", "tests"}
    folders = {path.parent.name for path in ROOT.glob("[a-z]*/*.py")} - elsewhere
    assert folders == set(LAYERS)


@pytest.mark.parametrize("path", ALSO_ALLOWED)
def test_an_exception_is_needed(path: str) -> None:
    """An exception that nothing uses any more would let the next import slip in."""
    roots = {one.root for one in imports(path)}
    assert set(ALSO_ALLOWED[path]) <= roots


def test_transforms_know_nothing_of_the_machine() -> None:
    wrong = [
        f"{path}:{one.line} imports {one.module}"
        for path in modules("transforms")
        for one in imports(path)
        if one.root in NOT_IN_TRANSFORMS
    ]
    assert not wrong, "\n".join(wrong)


def test_transforms_read_no_clock() -> None:
    wrong = [
        f"{path}:{node.lineno} calls {ast.unparse(node.func)}"
        for path in modules("transforms")
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]
    assert not wrong, "\n".join(wrong)


def test_heavy_libraries_are_imported_late() -> None:
    wrong = [
        f"{path}:{one.line} imports {one.module}"
        for path in modules("transforms", "expectations", "warehouse", "flows")
        if path not in NEED_HEAVY
        for one in imports(path)
        if one.root in HEAVY and not one.is_late and not one.is_for_types
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("statement", "without"),
    [
        ("import flows.cli", HEAVY | {"duckdb", "polars"}),
        ("import warehouse.store", HEAVY),
        ("import flows.finishing, flows.messages.looking, flows.messages.sending", HEAVY),
        ("import transforms.pipeline", HEAVY | {"duckdb"}),
        ("from flows.cli import run_cli; run_cli(['--home', HOME, 'sql', 'select 1'])", HEAVY),
        ("import flows.verbs.show", HEAVY | {"numpy"}),
    ],
)
def test_what_an_import_brings_along(statement: str, without: set[str], tmp_path: Path) -> None:
    """In a fresh interpreter: the reading above cannot see what a library of ours imports by itself."""
    script = f"HOME = {str(tmp_path)!r}\n{statement}\nimport sys\nprint('loaded', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition("loaded")[2].split()
    assert not without & set(loaded)


def test_imports_are_read_right(tmp_path: Path) -> None:
    """The reader itself: late, for types, relative, and a module of a package imported by name."""
    source = tmp_path / "a.py"
    source.write_text(
        "import polars as pl\nfrom transforms import errors\nif TYPE_CHECKING:\n    import pandas\n"
        "def late():\n    from prefect import flow\n"
    )
    found = list(_imports(ast.parse(source.read_text()), "flows/a.py", is_late=False, is_for_types=False))
    assert [(one.module, one.is_late, one.is_for_types) for one in found] == [
        ("polars", False, False),
        ("transforms.errors", False, False),
        ("pandas", False, True),
        ("prefect", True, False),
    ]
    assert _absolute(ast.parse("from .errors import X").body[0], "transforms/a.py") == "transforms.errors"  # type: ignore[arg-type]
    assert not is_allowed("duckdb", "transforms/a.py")
    assert not is_allowed("flows.ingest", "dashboard/a.py")
    assert not is_allowed("transforms.lines", "warehouse/a.py")
