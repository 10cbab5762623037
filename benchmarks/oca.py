"""OCA's help desk, from PyPI into the cache: measured beside ours, used by nothing."""

import sys

from workshop import files, python_env, settings
from workshop.shell import run

MODULE, SLA_MODULE = "helpdesk_mgmt", "helpdesk_mgmt_sla"
VERSIONS = {MODULE: "19.0.1.3.2", SLA_MODULE: "19.0.1.0.0.4"}


def provide():
    """Return the folders to add to the addons path, each fetched once."""
    return [_provide(module, version) for module, version in VERSIONS.items()]


def _provide(module, version):
    folder = settings.CACHE / "bench" / f"{module}-{version}"
    with files.lock("bench-oca"):
        if not folder.exists():
            with files.building(folder) as unfinished:
                _install(unfinished, f"odoo-addon-{module}=={version}")
    return folder / "odoo" / "addons"


def _install(folder, package):
    run(
        [
            *(sys.executable, f"{python_env.get_pip()}/pip", "install", "-q"),
            *("--no-deps", "--no-compile", "--only-binary=:all:"),
            *("--disable-pip-version-check", "--target", folder),
            package,
        ],
        problem=f"{package} cannot be installed. Is there a network?",
    )
