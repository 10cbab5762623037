"""Which files a customer may send through the portal, without a database."""

import os
import re
import unicodedata
from dataclasses import dataclass

# What a browser, a shell or an office program runs when it is opened.
BLOCKED_EXTENSIONS = frozenset(
    "app bat chm cmd com cpl dll docm dotm exe gadget hlp hta htm html inf ins iso jar "
    "js jse lnk mht mhtml mjs msc msi msp mst pif potm ppam ppsm pptm ps1 psc1 reg scf "
    "scr sct sh shb shtml svg svgz swf sys url vb vbe vbs vhd vhdx website ws wsc wsf "
    "wsh xht xhtml xlam xlsm xltm xsl xslt".split()
)
# The same, recognised by its first bytes whatever the name says.
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MARKUP = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+(?:html|svg)|html|head|body|script|svg|iframe)"
    r"|^\s*<\?xml.{0,800}?<(?:svg|html|xsl:)",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 1024
_MAX_NAME = 120


@dataclass(frozen=True)
class FileLimits:
    """How much one message may carry."""

    max_files: int = 10
    max_file_bytes: int = 10 * 1024 * 1024
    max_total_bytes: int = 25 * 1024 * 1024


class FileRefused(Exception):
    """A file, or all of them together, may not come in.

    :param reason: "type", "size", "total", "count" or "empty"
    :param name: of the file, "" when it concerns all of them
    """

    def __init__(self, reason: str, name: str = ""):
        super().__init__(f"{reason}: {name}")
        self.reason = reason
        self.name = name


def clean_name(name: str) -> str:
    """Return a file name that is only a name: no folder, no control letters.

    Marks that turn the reading direction go too: they make "cod.exe" out of "exe.doc".
    """
    name = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf")
    )
    shown = shown.strip(" .") or "file"
    stem, extension = os.path.splitext(shown)
    return stem[: _MAX_NAME - len(extension[:20])] + extension[:20]


def check_files(files: list, limits: FileLimits) -> None:
    """Refuse what is too much, empty or dangerous.

    :param list files: (name, content) pairs, names as from ``clean_name``
    :raise FileRefused:
    """
    if len(files) > limits.max_files:
        raise FileRefused("count")
    if sum(len(content) for _name, content in files) > limits.max_total_bytes:
        raise FileRefused("total")
    for name, content in files:
        if not content:
            raise FileRefused("empty", name)
        if len(content) > limits.max_file_bytes:
            raise FileRefused("size", name)
        if _has_dangerous_name(name) or _has_dangerous_content(content):
            raise FileRefused("type", name)


def _has_dangerous_name(name: str) -> bool:
    # "bill.html.pdf" is a PDF, "bill.pdf.html" is not.
    return os.path.splitext(name)[1].lstrip(".").lower() in BLOCKED_EXTENSIONS


def _has_dangerous_content(content: bytes) -> bool:
    head = content[:_HEAD]
    if head.startswith(_PROGRAM_STARTS):
        return True
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return bool(_MARKUP.match(head.decode(encoding, "replace").replace("\0", "")))
