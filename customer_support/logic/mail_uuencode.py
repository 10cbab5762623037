"""Uuencode, with which files were sent before MIME, and still are."""

import binascii
import re

from .mail_charset import decode_base64


def decode_uu(body):
    """Return the bytes of one uuencoded block, b"" if there is none."""
    match = re.search(rb"(?m)^begin(?:-base64)? [0-7]{3,4} [^\r\n]+\r?\n", body)
    if not match:
        return b""
    end = re.compile(rb"(?m)^(?:end|====)[ \t]*\r?$").search(body, match.end())
    content = body[match.end() : end.start() if end else len(body)]
    if match[0].startswith(b"begin-base64"):
        return decode_base64(content)
    return b"".join(_decode_uu_line(line) for line in content.splitlines())


def _decode_uu_line(line):
    """Decode one line; some lost their trailing spaces or carry a check letter."""
    if not line:
        return b""
    size = (line[0] - 32) & 63
    needed = 1 + (size + 2) // 3 * 4
    for candidate in (line, line[: (size * 4 + 5) // 3], line[:needed].ljust(needed)):
        try:
            return binascii.a2b_uu(candidate)
        except binascii.Error:
            continue
    return b""
