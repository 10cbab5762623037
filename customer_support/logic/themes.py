"""Which themes a text is about, by the words of each."""

import re
from collections.abc import Mapping
from functools import lru_cache


def find_themes(text: str, words_by_theme: Mapping[int, str]) -> list[int]:
    """Return the themes whose words begin a word of the text, in their order.

    :param str text: what a customer wrote, in any language
    :param dict words_by_theme: beginnings of words, separated by commas
    """
    return [
        theme
        for theme, words in words_by_theme.items()
        if text and split_words(words) and _get_pattern(words).search(text)
    ]


def split_words(words: str) -> list[str]:
    """Return the words of a list with commas, without spaces and empty ones."""
    return [word.strip() for word in (words or "").split(",") if word.strip()]


@lru_cache(maxsize=512)
def _get_pattern(words):
    # What the admin writes are words, whatever signs are in them.
    beginnings = "|".join(re.escape(word) for word in split_words(words))
    return re.compile(rf"(?<!\w)(?:{beginnings})", re.IGNORECASE)
