"""What tells who somebody is, taken out of a text, without a database."""

import re
from collections.abc import Iterable

MARK = "[…]"

_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Nine digits and more, however they are grouped: telephones, accounts, parcels.
_LONG_NUMBER = re.compile(r"(?<![\w])\+?\d(?:[ ./()-]{0,2}\d){7,}(?![\w])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
# Numbers of documents: letters and at least four digits, with any separators.
_DOCUMENT = re.compile(r"(?<!\w)#?[A-Z]{1,5}[-/ ]?(?:\d+[-/]){0,3}\d{4,}(?!\w)")
_PLAIN_NUMBER = re.compile(r"(?<![\w.,])\d{5,}(?![\w])")
_PATTERNS = (_LINK, _MAIL, _IBAN, _LONG_NUMBER, _DOCUMENT, _PLAIN_NUMBER)
_MIN_NAME = 3


def strip(text: str, names: Iterable[str] = ()) -> str:
    """Return the text without mail addresses, telephones, links and numbers.

    :param names: names of people, firms and documents that must not stay; each of
        their words counts if it is long enough to be one
    """
    for pattern in _PATTERNS:
        text = pattern.sub(MARK, text)
    words = {word for name in names for word in re.findall(r"\w+", name or "")}
    words |= {name.strip() for name in names if name}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _MIN_NAME:
            text = re.sub(
                rf"(?<!\w){re.escape(word)}(?!\w)", MARK, text, flags=re.IGNORECASE
            )
    return re.sub(rf"{re.escape(MARK)}(?:\s*{re.escape(MARK)})+", MARK, text)
