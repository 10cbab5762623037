"""Addresses of mail headers, as people and bad programs write them."""

import base64
import re
from email.utils import getaddresses

from .mail_charset import decode, decode_header

_ADDRESS = re.compile(r"[^\s<>@,;:\"'()\[\]\\]+@[^\s<>@,;:\"'()\\]+")
_MAX_ADDRESSES = 200
_ENCODED = re.compile(r"=\?[\w.:*+-]+\?[bBqQ]\?[^?]*\?=")


def parse_addresses(value):
    """Return the (name, address) pairs of a raw header; never raises.

    Names with commas and no quotes, groups, encoded words around anything and bare
    words are understood; an entry without an address is dropped.

    :param bytes|str value: the raw header
    """
    text = (
        value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
    )
    text = re.sub(r"[\r\n\t]+\s*", " ", text[:60_000])
    if _ENCODED.search(text) and not _ADDRESS.search(_ENCODED.sub("", text)):
        text = decode_header(text)  # the address itself is inside an encoded word
    text, words = _hide_words(text)
    try:
        found = getaddresses([text], strict=False)
    except TypeError:  # Pythons that know no other way
        found = getaddresses([text])
    except (ValueError, IndexError, RecursionError):
        found = []
    pairs = _join_names([(_show(name, words), address) for name, address in found])
    pairs = pairs or [("", address) for address in _ADDRESS.findall(text)]
    pairs = [(_clean_name(name), _clean_address(address)) for name, address in pairs]
    return [pair for pair in pairs if pair[1]][:_MAX_ADDRESSES]


def _hide_words(text):
    """Replace encoded words by plain tokens: they may hold commas once decoded."""
    words = []

    def hide(match):
        words.append(match[0])
        return f" \ue000{len(words) - 1}\ue001 "

    return _ENCODED.sub(hide, text), words


def _show(name, words):
    name = re.sub(
        "\\s*\ue000(\\d{1,4})\ue001\\s*",
        lambda match: f" {words[int(match[1])]} " if int(match[1]) < len(words) else "",
        name,
    )
    raw = name.encode("utf-8", "surrogateescape")
    return decode_header(raw)


def _join_names(pairs):
    """Give the words of a name with commas back to the address behind them."""
    joined, pending = [], []
    for name, address in pairs:
        match = _ADDRESS.search(re.sub(r"\s*@\s*", "@", address))
        if match:
            name = ", ".join([*pending, name]) if pending and name else name
            joined.append((name, match[0].rstrip(".")))
            pending = []
        else:
            pending += [word for word in (name, address) if word]
    return joined


def _clean_name(name):
    name = re.sub(r"[\x00-\x1f\x7f<>\"]", " ", name)
    return " ".join(name.split()).strip("'").strip()[:120]


def _clean_address(address):
    """Return an address as text that can be stored, its domain in ASCII."""
    address = decode(address.encode("utf-8", "surrogateescape"))
    return encode_domain(address)[:250]


def format_address(name, address):
    """Return an address for a header: ASCII, the name quoted or encoded."""
    address = encode_domain(address)
    if not name:
        return address
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{encode_words(name)} <{address}>"


def encode_domain(address):
    """Return the address with an international domain in its ASCII form."""
    local, _at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def encode_words(text):
    """Return text as RFC 2047 words that fit on lines, or as it is if ASCII."""
    if text.isascii() and "=?" not in text:
        return text
    words, chunk = [], b""
    for letter in text:
        piece = letter.encode("utf-8", "replace")
        if len(chunk) + len(piece) > 42:
            words.append(chunk)
            chunk = b""
        chunk += piece
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(w).decode()}?=" for w in words)
