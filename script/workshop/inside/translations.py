"""Runs in Odoo's shell: writes the terms of an addon, keeps what is translated."""

import io
from pathlib import Path

import polib

from odoo.tools.translate import trans_export


def export(env, addon, folder):
    """Write `<addon>.pot`, and every `<language>.po` beside it with the same terms.

    What is no longer there is left out; what is new has no translation yet.
    """
    folder = Path(folder)
    buffer = io.BytesIO()
    trans_export(False, [addon], buffer, "po", env)
    template = polib.pofile(buffer.getvalue().decode(), wrapwidth=78)
    template.save(str(folder / f"{addon}.pot"))
    for path in sorted(folder.glob("*.po")):
        _update(path, template)


def _update(path, template):
    known = polib.pofile(str(path))
    translated = {entry.msgid: entry.msgstr for entry in known if entry.msgstr}
    updated = polib.POFile(wrapwidth=78)
    updated.header, updated.metadata = known.header, known.metadata
    for entry in template:
        entry.msgstr = translated.get(entry.msgid, "")
        updated.append(entry)
    updated.save(str(path))
