"""In which language a customer is answered, and how much of a text was kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_MAX_WORDS = 300
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Choice:
    """The language of an answer.

    :param is_fallback: the customer's language is missing; this is another one
    """

    code: str
    is_fallback: bool = False


def choose_language(
    available: Iterable[str], wanted: str, fallback: str
) -> Choice | None:
    """Choose among the languages of a text.

    The customer's own, else another region's (``en_GB`` for ``en_US``), else the
    company's, in the same way.

    :return: None if there is neither
    """
    codes = sorted(available)
    for language, is_fallback in ((wanted, False), (fallback, True)):
        found = _find(codes, language)
        if found:
            return Choice(found, is_fallback)
    return None


def has_language(available: Iterable[str], wanted: str) -> bool:
    """Tell whether a text is there in a language, of whatever region."""
    return bool(_find(sorted(available), wanted))


def get_base(code: str) -> str:
    """Return the language of a code without its region."""
    return (code or "").split("_")[0].split("@")[0]


def _find(codes, wanted):
    if not wanted:
        return None
    if wanted in codes:
        return wanted
    base = get_base(wanted)
    return next((code for code in codes if get_base(code) == base), None)


def get_kept_share(template: str, sent: str) -> float:
    """Return how much of a template is still there in what was sent, 0 to 1.

    Compares words in their order; what the agent added does not matter.

    :param template: plain text, with its values filled in
    :param sent: plain text
    """
    words = _WORDS.findall(template.casefold())[:_MAX_WORDS]
    if not words:
        return 0.0
    others = _WORDS.findall(sent.casefold())[: 3 * _MAX_WORDS]
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(words)
