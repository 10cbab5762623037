"""`script/lint [--fix] [file …]`: ruff, pylint-odoo and prettier, all pinned."""

import argparse
import subprocess
from pathlib import Path

from . import files, node_env, python_env, settings
from .report import say

PYTHON = (".py",)
PRETTIER = (".xml", ".js", ".scss", ".css", ".json")


def main(arguments):
    """Check the files, all of the clone without any; 1 if there is something to do."""
    options = _parse(arguments)
    files.ensure_cache()
    bin_folder = python_env.get_lint_environment().provide().parent
    checks = {
        "ruff check": _get_ruff_check(bin_folder, options),
        "ruff format": _get_ruff_format(bin_folder, options),
        "pylint-odoo": _get_pylint(bin_folder, options),
        "prettier": _get_prettier(options),
    }
    results = [_check(title, command) for title, command in checks.items() if command]
    return 0 if all(results) else 1


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="script/lint", description=__doc__)
    parser.add_argument("--fix", action="store_true", help="change what can be changed")
    parser.add_argument("files", nargs="*", type=Path)
    return parser.parse_args(arguments)


def _check(title, command):
    """Run one linter with its own output; tell whether it is content."""
    say(f"-> {title}")
    code = subprocess.call([str(part) for part in command], cwd=settings.ROOT)
    say("   fine" if code == 0 else f"   {title}: not fine")
    return code == 0


def _get_ruff_check(bin_folder, options):
    paths = _select(options, PYTHON)
    if not paths:
        return None
    return [bin_folder / "ruff", "check", *(["--fix"] if options.fix else []), *paths]


def _get_ruff_format(bin_folder, options):
    paths = _select(options, PYTHON)
    if not paths:
        return None
    check = [] if options.fix else ["--check"]
    return [bin_folder / "ruff", "format", *check, *paths]


def _get_pylint(bin_folder, options):
    """Check whole addons, because some messages compare files."""
    addons = settings.get_addons()
    if options.files:
        changed = [path.resolve() for path in options.files]
        addons = [a for a in addons if any(a in path.parents for path in changed)]
    if not addons:
        return None
    return [bin_folder / "python", "-m", "pylint", "--rcfile=pyproject.toml", *addons]


def _get_prettier(options):
    paths = _select(options, PRETTIER)
    if not paths:
        return None
    mode = ["--write", "--list-different"] if options.fix else ["--check"]
    prettier = node_env.provide_prettier()
    return [*prettier, *mode, "--no-error-on-unmatched-pattern", *paths]


def _select(options, suffixes):
    """Return the given files of a kind, or the folders or patterns of all."""
    if options.files:
        return [path.resolve() for path in options.files if path.suffix in suffixes]
    if suffixes == PYTHON:
        return ["."]
    folders = [path.name for path in settings.get_addons()]
    return [f"{folder}/**/*{suffix}" for folder in folders for suffix in suffixes]
