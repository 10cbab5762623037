"""The browser that tests need, installed or from Debian."""

import shutil

from . import debian, settings
from .report import say

BIN = settings.CACHE / "tools" / "bin"


def provide_browser():
    """Return the folder to put on PATH so that Odoo finds `chromium`; None if it is."""
    if shutil.which("chromium") or shutil.which("google-chrome"):
        return None
    root = _provide("chromium", ["chromium", "fonts-dejavu-core"])
    _write_wrapper(
        "chromium",
        root / "usr" / "lib" / "chromium" / "chromium",
        LD_LIBRARY_PATH=debian.get_library_path(root),
        **_get_font_variables(root),
    )
    return BIN


def _get_font_variables(root):
    """Return where fonts are; only what the machine does not have was unpacked.

    Without a font the browser crashes when it shows a page.
    """
    fonts = root / "etc" / "fonts"
    if not fonts.exists():
        return {}
    return {
        "FONTCONFIG_PATH": fonts,
        "FONTCONFIG_SYSROOT": root,
        "XDG_DATA_DIRS": root / "usr" / "share",
    }


def _provide(name, packages):
    if not (settings.CACHE / "tools" / name).exists():
        say(f"-> {name} (from Debian) ...")
    return debian.provide(name, packages)


def _write_wrapper(name, program, **variables):
    """Write an executable that runs an unpacked program with its own libraries."""
    BIN.mkdir(parents=True, exist_ok=True)
    lines = ["#!/bin/sh"]
    lines += [f"export {key}='{value}'" for key, value in variables.items()]
    lines += [f"exec '{program}' \"$@\"", ""]
    wrapper = BIN / name
    wrapper.write_text("\n".join(lines))
    wrapper.chmod(0o755)
