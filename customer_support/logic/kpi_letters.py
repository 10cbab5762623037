"""Choose a font for every letter of a printed text, so that none is a black box."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

# Letters of scripts that name their sound: "HIRAGANA LETTER KA" is read "ka".
_SOUND = re.compile(r"(?:HANGUL SYLLABLE|LETTER(?: SMALL)?|SYLLABLE) ([A-Z]+)$")
_IDEOGRAPH = re.compile(r"CJK (?:UNIFIED|COMPATIBILITY) IDEOGRAPH-([0-9A-F]+)$")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True)
class Font:
    name: str
    covers: Callable[[str], bool]


def split_runs(text: str, fonts: tuple[Font, ...]) -> list[tuple[str, str]]:
    """Return pieces (name of font, text) that the fonts, best first, can print.

    What no font has is replaced by its decomposition, else by its sound or its name.

    :param fonts: the first covers at least the printable letters of ASCII
    """
    runs: list[tuple[str, str]] = []
    for char in _clean(text):
        name, letters = _find_letters(char, fonts)
        if runs and runs[-1][0] == name:
            letters = runs.pop()[1] + letters
        runs.append((name, letters))
    return runs


def get_markup(text: str, fonts: tuple[Font, ...]) -> str:
    """Return the text for a paragraph of reportlab; nothing in it acts as markup."""
    return "".join(
        escape(run)
        if name == fonts[0].name
        else f'<font name="{name}">{escape(run)}</font>'
        for name, run in split_runs(text, fonts)
    )


def _clean(text: str) -> str:
    text = _WHITE.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(char for char in text if not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    is_selector = "\ufe00" <= char <= "\ufe0f"
    return is_selector or unicodedata.category(char) in ("Cc", "Cf", "Cs")


def _find_letters(char: str, fonts: tuple[Font, ...]) -> tuple[str, str]:
    for candidate in (char, unicodedata.normalize("NFKD", char)):
        for font in fonts:
            if all(map(font.covers, candidate)):
                return font.name, candidate
    return fonts[0].name, _spell(char)


def _spell(char: str) -> str:
    """Return letters of ASCII for a character that cannot be printed."""
    name = unicodedata.name(char, "")
    if sound := _SOUND.search(name):
        return sound[1].lower()
    if ideograph := _IDEOGRAPH.match(name):
        return f"[{ideograph[1]}]"
    return f"[{name.lower() or f'{ord(char):04X}'}]"
