"""The addons of this clone: what they need, and when they changed."""

import ast

from . import files, settings

# Demo and tests pay, sell and deliver with these, on which the addon need not depend.
EXTRA_MODULES = ["payment_demo", "payment_stripe", "sale_management"]

# A change in these cannot change an installed database.
_WITHOUT_EFFECT = ("tests", "__pycache__", "readme", "description")


def get_host_modules():
    """Return the host's modules that the addon is installed upon, sorted."""
    manifest = ast.literal_eval((_get_folder() / "__manifest__.py").read_text())
    return sorted({*manifest["depends"], *EXTRA_MODULES})


def get_glue_addons():
    """Return the names of the addons beside the main one, sorted."""
    manifests = settings.ROOT.glob(f"{settings.ADDON}_*/__manifest__.py")
    return sorted(path.parent.name for path in manifests)


def get_fingerprint():
    """Return a hash of all files of the addon that can end up in a database."""
    folder = _get_folder()
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".pyc" and not _is_without_effect(path)
    ]
    names = "\n".join(str(path.relative_to(folder)) for path in paths)
    return files.get_fingerprint(names, *paths)


def _is_without_effect(path):
    return any(
        part in _WITHOUT_EFFECT for part in path.relative_to(_get_folder()).parts
    )


def _get_folder():
    return settings.ROOT / settings.ADDON
