"""Bytes to text, whatever the mail says about them.

A charset label is a claim. It is believed when the bytes agree, and otherwise the
bytes decide. Nothing here raises, and no letter is dropped: a byte that fits nowhere
is read as windows-1252, the most common lie.
"""

import binascii
import codecs
import re
import unicodedata
from functools import lru_cache

# Labels that Python does not know, or for which the wider sibling is what is meant.
ALIASES = {
    "ansi": "cp1252",
    "ansi-x3-110-1983": "cp1252",
    "ascii": "utf-8",
    "big5-hkscs": "big5hkscs",
    "cp-850": "cp850",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb-2312": "gb18030",
    "gb2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "ks-c-5601": "cp949",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601-1989": "cp949",
    "ksc5601": "cp949",
    "latin1": "cp1252",
    "l1": "cp1252",
    "macintosh": "mac-roman",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "us-ascii": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8-mac": "utf-8",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "x-mac-roman": "mac-roman",
    "x-euc-jp": "euc_jp",
    "x-windows-949": "cp949",
    "x-x-big5": "big5",
}
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ISO_2022 = re.compile(rb"\x1b[$(]")
_WORD = re.compile(
    r"=\?\s*([\w.:+-]+)(?:\*[\w-]*)?\s*\?\s*([bBqQ])\s*\?(.*?)\?=",
    re.DOTALL,
)
_CYRILLIC_WORD = re.compile(rb"[\xa3\xb3\xb8\xc0-\xff]{3,}")
_LATIN_WORD = re.compile(rb"[A-Za-z]{3,}")
_CAPITALS = re.compile("[\u0410-\u042f\u2500-\u25ff]")
_HEADER_SIZE = 100_000


@lru_cache(maxsize=256)
def find_codec(label):
    """Return the name of Python's text codec for a charset label, or None."""
    name = re.sub(r"[^a-z0-9.:+_-]", "", (label or "").lower()).strip("-_.:")
    name = re.sub(r"^(?:charset=|x-)(?=utf|iso|windows|cp)", "", name)
    name = name.replace("win-", "windows-").replace("_", "-")
    name = ALIASES.get(name, name)
    for candidate in (name, name.replace("-", ""), name.replace("iso", "iso-")):
        try:
            found = codecs.lookup(candidate)
        except (LookupError, ValueError, UnicodeError):
            continue
        # Python also lists transformations (hex, zip) and unsafe readers here.
        if found._is_text_encoding and not _is_special(found.name):
            return ALIASES.get(found.name, found.name)
    return None


def _is_special(name):
    return name in {"idna", "punycode", "undefined"} or "escape" in name


def decode(data, label=None):
    """Return the text of bytes that claim to be in a charset; never raises."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            return clean(data.decode(codec, "replace").lstrip("\ufeff"))
    codec = find_codec(label)
    if _looks_like_utf_16(data, codec):
        return clean(data.decode(_guess_utf_16(data), "replace"))
    if codec in (None, "utf-8", "ascii") and _ISO_2022.search(data):
        return clean(_decode_as(data, "iso2022_jp_ext"))
    if codec and codec not in ("utf-8", "utf-16", "utf-32"):
        return clean(_decode_as(data, codec))
    return clean(_decode_unknown(data))


def _decode_as(data, codec):
    """Believe the label, unless the bytes are clearly UTF-8 or not of the codec."""
    if codec.startswith("cp125") and _is_multibyte_utf8(data):
        return data.decode("utf-8")
    for name in (codec, *_SIBLINGS.get(codec, ())):
        try:
            return data.decode(name)
        except (UnicodeError, ValueError):
            continue
    if codec.startswith(("cp125", "iso8859", "mac", "koi8")):
        return data.decode(codec, "replace").replace("\ufffd", "")
    if _is_utf8(data):
        return data.decode("utf-8")
    return data.decode(codec, "replace")


_SIBLINGS = {
    "iso2022_jp": ("iso2022_jp_ext", "iso2022_jp_2004", "cp932"),
    "cp932": ("euc_jp", "iso2022_jp_ext"),
    "big5": ("big5hkscs", "gb18030"),
    "cp1252": ("latin-1",),
    "cp1254": ("latin-1",),
}


def _decode_unknown(data):
    """Read as UTF-8; single bytes that are not of it are read as windows-1252.

    Words made of such bytes alone are Cyrillic: no Latin language has them.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    if len(_CYRILLIC_WORD.findall(data)) > len(_LATIN_WORD.findall(data)):
        return _decode_cyrillic(data)
    return _SURROGATES.sub(_as_windows_1252, text)


def _decode_cyrillic(data):
    """What is small in one encoding is capital in the other: people write small."""
    texts = [data.decode(codec, "replace") for codec in ("cp1251", "koi8-r")]
    return min(texts, key=lambda text: len(_CAPITALS.findall(text)))


def _as_windows_1252(match):
    code = ord(match[0])
    if not 0xDC80 <= code <= 0xDCFF:
        return "\ufffd"
    byte = bytes([code - 0xDC00])
    return byte.decode("cp1252", "ignore") or byte.decode("latin-1")


def _is_utf8(data):
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_multibyte_utf8(data):
    """Tell whether the bytes hold UTF-8 letters, which in latin-1 read as garbage."""
    return bool(re.search(rb"[\xc3-\xef][\x80-\xbf]", data)) and _is_utf8(data)


def _looks_like_utf_16(data, codec):
    if codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        return data.count(b"\0") > len(data) // 8
    return len(data) > 8 and data.count(b"\0") > len(data) // 3


def _guess_utf_16(data):
    return "utf-16-be" if data[:200:2].count(b"\0") else "utf-16-le"


def clean(text):
    """Return the text without the characters that a database or a parser refuses."""
    if _SURROGATES.search(text):
        text = _SURROGATES.sub("\ufffd", text)
    return _CONTROLS.sub("", text)


def decode_header(value, label=None):
    """Return a header's text: unfolded, encoded words read, on one line.

    :param bytes|str value: the header as it came
    :param str label: the charset of the mail's text, for bytes that must not be there
    """
    text = value if isinstance(value, str) else _decode_raw(value[:_HEADER_SIZE], label)
    text = re.sub(r"\r?\n(?=[ \t])|\r|\n", "", text[:_HEADER_SIZE])
    if "=?" in text:
        text = _decode_words(text)
    text = clean(re.sub(r"[\t\r\n\x0b\x0c\u2028\u2029]+", " ", text))
    return _without_direction(text).strip()


def _decode_raw(value, label):
    if _ISO_2022.search(value):
        return decode(value, "iso-2022-jp")
    if label and not value.isascii() and not _is_utf8(value):
        return decode(value, label)
    return _decode_unknown(value)


def _without_direction(text):
    """Drop the marks that turn the reading direction: they disguise names."""
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)


def _decode_words(text):
    """Read RFC 2047 words; a letter may be split over neighbours of one charset."""
    pieces, pending, label, end = [], b"", None, 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        data = _decode_word(match[2], match[3])
        if pending and not between.strip() and match[1].lower() == label:
            pending += data
        else:
            if label is not None:
                pieces.append(decode(pending, label))
            if label is None or between.strip():
                pieces.append(between)
            pending, label = data, match[1].lower()
        end = match.end()
    if label is not None:
        pieces.append(decode(pending, label))
    return "".join([*pieces, text[end:]])


def _decode_word(kind, payload):
    raw = payload.encode("utf-8", "replace")
    if kind in "bB":
        return decode_base64(raw)
    return binascii.a2b_qp(raw, header=True)


def decode_base64(data):
    """Return the bytes of base64 with noise, missing or repeated padding."""
    output = []
    for chunk in re.split(rb"=+", re.sub(rb"[^A-Za-z0-9+/=]", b"", data)):
        if len(chunk) % 4 == 1:
            chunk = chunk[:-1]  # six bits are no byte
        output.append(binascii.a2b_base64(chunk + b"=" * (-len(chunk) % 4)))
    return b"".join(output)


def fold_for_comparison(text):
    """Return the text for comparing: no accents, lower case, single spaces."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = unicodedata.normalize("NFC", text)
    return " ".join(text.casefold().split())
