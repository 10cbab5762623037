"""`script/translate`: export all terms, and bring the translations up to date."""

import subprocess
from pathlib import Path

from . import host, postgres, settings
from .databases import Databases
from .report import say, step

EXPORTER = Path(__file__).parent / "inside" / "translations.py"
FOLDER = settings.ROOT / settings.ADDON / "i18n"


def main(arguments):
    """Write the template and all languages of the addon; takes no arguments."""
    found = host.provide()
    with (
        postgres.running(),
        Databases(found).cloned(1, with_demo=False) as (database,),
        step("Terms"),
    ):
        command = found.get_command(
            "shell", "-d", database, "--no-http", "--log-level=warn", *arguments
        )
        subprocess.run(
            command,
            input=_prepare_script(),
            env=found.get_environment(),
            text=True,
            check=True,
        )
    say(f"They are in {FOLDER.relative_to(settings.ROOT)}.")


def _prepare_script():
    """Return what Odoo's shell runs: a module of ours, given its environment."""
    return (
        f"import sys; sys.path.insert(0, {str(EXPORTER.parent)!r})\n"
        f"import translations\n"
        f"translations.export(env, {settings.ADDON!r}, {str(FOLDER)!r})\n"
    )
