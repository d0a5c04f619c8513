"""Imports point left only: ingest <- index <- qa <- eval, web, serve."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What each package may import besides itself. serve/cli.py is the command and may import every package.
ALLOWED: dict[str, set[str]] = {
    "ingest": set(),
    "index": {"ingest"},
    "qa": {"ingest", "index"},
    "eval": {"ingest", "index", "qa"},
    # What is written for people as files, and who may read what, are the same from a page and from the command.
    "web": {"ingest", "index", "qa", "serve.access", "serve.exports", "serve.training"},
    "serve": {"ingest", "index", "qa"},
    "app": {"web"},
}
# The packages of qa/, lower ones first: each may import those before it, and any the types of qa/model.py.
QA_PACKAGES = (
    *("language", "asking", "followup", "keeping", "tables", "retrieving", "gate", "reading", "standing", "phrasing"),
    *("saying", "deciding", "documents", "answering", "comparing", "overview", "store", "training"),
)
EVERYTHING = {"serve.cli"}
IMPORTED_BY_NOBODY = {"app", "serve.cli"}


def module_name(source: Path) -> str:
    """Dotted name of a source file below the root: qa/answer.py is qa.answer."""
    parts = source.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> list[Path]:
    return sorted([*(p for name in ALLOWED for p in (ROOT / name).rglob("*.py")), ROOT / "app.py"])


def imported_modules(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, wherever the statement stands; relative names resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".") if is_package else module.split(".")[:-1]
                package = package[: len(package) - (node.level - 1)]
                base = ".".join([*package, *([base] if base else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _may_import(home: str, name: str) -> bool:
    return any(name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED[home])


def offences(code: str, module: str, is_package: bool = False) -> list[str]:
    """What is wrong with the imports of one file, one line of text each."""
    home = module.split(".")[0]
    found = []
    for line, name in imported_modules(ast.parse(code), module, is_package):
        package = name.split(".")[0]
        if any(name == barred or name.startswith(f"{barred}.") for barred in IMPORTED_BY_NOBODY):
            found.append(f"{module}, line {line}: {name} is imported by nobody")
        elif package in ALLOWED and package != home and module not in EVERYTHING and not _may_import(home, name):
            found.append(f"{module}, line {line}: {home} may not import {name}")
    return found


@pytest.mark.parametrize("source", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_only_what_stands_left_of_it(source: Path) -> None:
    code = source.read_text(encoding="utf-8")
    assert not offences(code, module_name(source), source.name == "__init__.py")


def test_every_package_of_qa_has_a_place_in_the_order() -> None:
    assert {p.parent.name for p in (ROOT / "qa").glob("*/__init__.py")} == set(QA_PACKAGES)


@pytest.mark.parametrize("package", QA_PACKAGES)
def test_a_package_of_qa_imports_only_lower_ones(package: str) -> None:
    higher = QA_PACKAGES[QA_PACKAGES.index(package) + 1 :]
    against = [
        f"{module_name(source)}, line {line}: {name}"
        for source in sorted((ROOT / "qa" / package).rglob("*.py"))
        for line, name in imported_modules(ast.parse(source.read_text(encoding="utf-8")), module_name(source), False)
        if any(name.startswith(f"qa.{other}.") for other in higher)
    ]
    assert not against


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("ingest.clauses", "from index.model import Filters"),
        ("ingest.clauses", "def f():\n    import qa.answer"),
        ("index.library", "from qa import answer"),
        ("qa.answer", "from web.ask_page import draw"),
        ("web.ask_page", "from serve import cli"),
        ("web.ask_page", "from serve.contract import answer_json"),
        ("eval.run", "import serve.contract"),
        ("serve.cli", "import app"),
        ("qa.answer", "from ..web import ask_page"),
    ],
)
def test_an_import_that_points_right_is_named(module: str, code: str) -> None:
    [offence] = offences(code, module)
    assert offence.startswith(module)


def test_the_command_may_import_everything_and_others_what_stands_left() -> None:
    assert not offences("import eval.run, web.server, qa.answer, index.model, ingest.model", "serve.cli")
    assert not offences("from ingest.model import Clause\nfrom . import model\nimport json", "index.library")
    assert not offences("from serve.exports.answer_docx import answer_document", "web.ask_page")
