"""Numbers of orders, invoices, deliveries and parcels in a customer's text.

Nothing here knows which documents exist: what is found are candidates, to be looked up
by their exact name. Every function takes linear time, whatever the text.
"""

import html
import re

# Whoever writes more than this about his order has named it before.
MAX_TEXT_LENGTH = 50_000
MAX_HTML_LENGTH = 200_000
MAX_NUMBERS = 20
MAX_NUMBER_LENGTH = 40

_TAG = re.compile(r"<[^<>]*>")
# Invisible characters go; typographic dashes and slashes become the plain ones.
_CLEAN = str.maketrans(
    {
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2044\u2215\uff0f", "/"),
        "\u00a0": " ",
        "\uff03": "#",
    }
)
_SPACED_SLASH = re.compile(r"[ \t]?/\s?")
_TOKEN = re.compile(r"[#№]?[^\W_][\w/.\-]*")
# "S 00042" as people read it out; a line such as "in 2026" is none.
_SPACED = re.compile(r"\b([A-Z]{1,3}) (\d{5,12})\b")
_LETTERS_DIGITS = re.compile(r"[^\W\d_]{1,10}[-.]?\d{3,15}")
_SEGMENTS = re.compile(r"\w{1,15}(?:[/.\-]\w{1,15}){0,5}[/\-]\d{2,15}")
_YEAR_NUMBER = re.compile(r"20\d\d[/\-]\d{3,12}")
_BARE_DIGITS = re.compile(r"\d{3,12}")
_TRACKING = re.compile(r"(?=\w*\d{4})\w{8,35}")
# Shortly before bare digits they say that the number of a document follows.
_MARKERS = frozenset(
    "no nr num n nº number order invoice delivery bestellung auftrag rechnung "
    "lieferung nummer ordine fattura consegna numero commande facture livraison "
    "numéro pedido factura entrega número bestelling factuur levering encomenda "
    "fatura".split()
)
_MARKER_REACH = 3


def get_plain_text(body: str) -> str:
    """Return the visible text of an HTML body, roughly and fast."""
    return html.unescape(_TAG.sub(" ", (body or "")[:MAX_HTML_LENGTH]))


def find_document_numbers(text: str, ignored: str = "") -> tuple[str, ...]:
    """Return what may be the name of an order, an invoice or a delivery.

    As written, in order of appearance, each once, never more than ``MAX_NUMBERS``.

    :param text: what the customer wrote, without markup
    :param ignored: a number that is expected there, such as the ticket's own
    """
    text = _get_clean_text(text)
    found = {}
    marker_at = nowhere = -_MARKER_REACH - 1
    for position, match in enumerate(_TOKEN.finditer(text)):
        token = match.group().rstrip("/.-")
        bare = token.lstrip("#№")
        marked = bare != token or position - marker_at <= _MARKER_REACH
        if _is_document_number(bare, marked):
            found.setdefault(bare.upper(), bare)
            marker_at = nowhere
            if len(found) >= MAX_NUMBERS:
                break
        elif bare.lower() in _MARKERS:
            marker_at = position
    for match in _SPACED.finditer(text):
        number = "".join(match.groups())
        found.setdefault(number, number)
    found.pop((ignored or "").upper(), None)
    return tuple(found.values())[:MAX_NUMBERS]


def find_tracking_numbers(text: str) -> tuple[str, ...]:
    """Return what may be a carrier's number of a parcel: long, with digits in a row."""
    found = {}
    for match in _TOKEN.finditer(_get_clean_text(text)):
        token = match.group().strip("#/.-")
        if len(token) <= MAX_NUMBER_LENGTH and _TRACKING.fullmatch(token):
            found.setdefault(token.upper(), token)
            if len(found) >= MAX_NUMBERS:
                break
    return tuple(found.values())


def _get_clean_text(text: str) -> str:
    text = (text or "")[:MAX_TEXT_LENGTH].translate(_CLEAN)
    return _SPACED_SLASH.sub("/", text)


def _is_document_number(token: str, marked: bool) -> bool:
    if len(token) > MAX_NUMBER_LENGTH or not any(char.isdigit() for char in token):
        return False
    if marked and _BARE_DIGITS.fullmatch(token):
        return True
    if _YEAR_NUMBER.fullmatch(token) or _LETTERS_DIGITS.fullmatch(token):
        return True
    has_letter = any(char.isalpha() for char in token)
    return has_letter and _SEGMENTS.fullmatch(token) is not None
