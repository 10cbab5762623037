"""The words of a search, and the words that were probably meant, without a database."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# A word is compared with others only if it is long enough to be mistyped.
MIN_MISTYPED = 4
_MAX_WORD = 40
_MAX_NEAR = 3
_WORD = re.compile(r"[^\W_]+")
# What PostgreSQL stems; other languages are searched by whole words.
_CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


@dataclass(frozen=True)
class Known:
    """A word that articles use.

    :param entries: in how many texts
    """

    word: str
    entries: int


@dataclass(frozen=True)
class Term:
    """A word that was asked for, and what counts as that word.

    :param words: itself and the words that were probably meant
    :param entries: in how many texts they are, about
    """

    words: tuple[str, ...]
    entries: int


def normalize(text: str) -> str:
    """Return the text without accents and capitals.

    Done here and not by PostgreSQL: it needs no extension there, and gives the same
    whatever the database's locale.
    """
    decomposed = unicodedata.normalize("NFKD", (text or "").replace("\0", " "))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return plain.casefold()


def get_words(text: str, limit: int) -> list[str]:
    """Return the different words of a text in their order, normalized."""
    words = (word[:_MAX_WORD] for word in _WORD.findall(normalize(text)))
    return list(dict.fromkeys(word for word in words if len(word) > 1))[:limit]


def get_configuration(lang: str) -> str:
    """Return the name of PostgreSQL's text search configuration for a language."""
    return _CONFIGURATIONS.get(lang.split("_")[0], "simple")


def get_distance(one: str, other: str, limit: int) -> int:
    """Return how many slips lie between two words: letters missing, added, wrong, or
    two of them swapped. More than ``limit`` are not counted on.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, other_letter in enumerate(other, 1):
            cost = letter != other_letter
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + cost)
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                best = min(best, above[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def choose_near(word: str, candidates: Iterable[Known]) -> list[Known]:
    """Return the known words that were probably meant, the nearest first.

    Nothing for a short word: nearly every other one is near to it.
    """
    if len(word) < MIN_MISTYPED:
        return []
    limit = 1 if len(word) < 6 else 2
    distances = {
        candidate: get_distance(word, candidate.word, limit) for candidate in candidates
    }
    near = [known for known, distance in distances.items() if distance <= limit]
    near.sort(key=lambda known: (distances[known], -known.entries, known.word))
    return near[:_MAX_NEAR]


def get_rarest(terms: Iterable[Term], budget: int) -> list[Term]:
    """Return the terms that tell most: the rarest, as long as the texts that have one
    of them are not more than the budget. Always at least one that any text has.
    """
    chosen: list[Term] = []
    for term in sorted(terms, key=lambda term: term.entries):
        if term.entries and (not chosen or term.entries <= budget):
            chosen.append(term)
            budget -= term.entries
    return chosen
