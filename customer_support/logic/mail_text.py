"""Plain text of a mail as HTML, with the quoted part marked for folding."""

import re
from html import escape

from mailparser_reply import EmailReplyParser

from .mail_html import MAX_TEXT, QUOTE

# Beyond this the reply is surely over, and the library's expressions get slow.
_EXAMINED_LINES = 120
_EXAMINED_CHARACTERS = 8_000
_LONG_LINE = 300
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "da", "sv", "cs", "ja", "zh"]

_RULE = re.compile(r"^(?:-{3,}|_{5,})")
_QUOTE_LINE = re.compile(r"^\s{0,3}>")
# Something that the library would call the head of an earlier mail.
_MAYBE_HEADER = re.compile(
    r"(?m)^[ \t>*]*(?:-{2,}|_{5,}|(?:[*]?[^\W\d]{2,12}[ \t]?:[*]?[ \t]))|:[ \t]*\r?$"
)


def to_html(text):
    """Return the text as HTML that looks the same, its quotes marked."""
    text = text[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    lines = text.split("\n")
    end = find_quote_start(lines)
    quoted = _find_quoted_lines(lines, end)
    if not any(line.strip() for i, line in enumerate(lines) if i not in quoted):
        quoted = frozenset()  # nothing but a quote: that is what was sent
    return f"<pre>{_join(lines, quoted)}</pre>"


def get_reply(text):
    """Return the words of a plain text before the earlier mail starts."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = find_quote_start(lines)
    quoted = _find_quoted_lines(lines, end)
    kept = [line for index, line in enumerate(lines) if index not in quoted]
    return "\n".join(kept).strip() or text.strip()


def _find_quoted_lines(lines, end):
    quoted = set(range(end, len(lines)))
    quoted.update(i for i, line in enumerate(lines[:end]) if _QUOTE_LINE.match(line))
    return quoted


def _join(lines, quoted):
    pieces, is_open = [], False
    for index, line in enumerate(lines):
        if (index in quoted) != is_open:
            pieces.append("</span>" if is_open else f"<span{QUOTE}>")
            is_open = not is_open
        pieces.append(escape(line, quote=False))
        pieces.append("\n")
    if is_open:
        pieces.append("</span>")
    return "".join(pieces)


def find_quote_start(lines):
    """Return the index of the line where the earlier mail starts, else the length."""
    head = [line[:_LONG_LINE].strip() for line in lines[:_EXAMINED_LINES]]
    text = "\n".join(head)[:_EXAMINED_CHARACTERS]
    if not _MAYBE_HEADER.search(text):
        return len(lines)
    replies = EmailReplyParser(languages=LANGUAGES).read(text).replies
    if len(replies) < 2:
        return len(lines)
    if not replies[0].content.strip() or replies[0].headers:
        return len(lines)
    return _locate(head, replies[0].content, replies[1].headers, len(lines))


def _locate(head, reply, header, default):
    """Find the header's first line behind the reply."""
    first = header.strip().split("\n")[0].strip()
    skipped = reply.count("\n")
    for index in range(skipped, len(head)):
        if first and head[index] and (first in head[index] or head[index] in first):
            return index - 1 if _RULE.match(head[max(0, index - 1)]) else index
    return default
