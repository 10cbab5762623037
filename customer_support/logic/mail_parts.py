"""A lenient MIME reader: bytes to a flat list of leaves, in linear time.

The standard library's parser is built for mails that keep the rules; with thousands
of parts or nesting it is slow, and what follows a broken boundary is lost to it. This
one never raises, looks at each byte a bounded number of times, and says what it had to
guess.
"""

import binascii
import re
from dataclasses import dataclass, field

from .mail_charset import decode, decode_base64, decode_header
from .mail_uuencode import decode_uu

MAX_PARTS = 1000
MAX_DEPTH = 60
MAX_HEADERS = 2000
MAX_HEADER_BYTES = 400_000

_FIELD = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:(.*)$", re.DOTALL)
_KNOWN_FIELD = re.compile(
    rb"(?i)^(?:from|to|cc|subject|date|message-id|mime-version|received|reply-to|"
    rb"return-path|delivered-to|content-(?:type|transfer-encoding|disposition))[ \t]*:",
)
_KNOWN_FIELDS = re.compile(
    rb"(?im)^(?:from|to|cc|subject|date|message-id|mime-version|received|reply-to|"
    rb"return-path|delivered-to|sender|content-[\w-]+)[ \t]*:"
)
_PARAM = re.compile(
    r""";\s*([\w!#$%&'*+.^`{|}~-]+)\s*=\s*("(?:[^"\\]|\\.)*(?:"|$)|[^;"]*)""", re.DOTALL
)
_TYPE = re.compile(r"^\s*([\w!#$&^.+-]+)\s*/\s*([\w!#$&^.+-]+)")


@dataclass
class Part:
    """One leaf of the tree, or a container on the way to it."""

    headers: list  # of (lower-case name, raw value)
    body: bytes
    type: str = "text/plain"
    params: dict = field(default_factory=dict)
    path: tuple = ()  # the containers above: (type, serial, index of child)
    children: list = field(default_factory=list)

    def get(self, name, default=b""):
        """Return the first raw header of a name."""
        return next((value for key, value in self.headers if key == name), default)

    def get_text(self, name):
        """Return the first header of a name as text, "" if it is not there."""
        return decode_header(self.get(name))

    def get_text_raw(self, name):
        """Return the first header of a name unfolded, its encoded words not read."""
        value = self.get(name).decode("utf-8", "surrogateescape")
        return re.sub(r"[\r\n]+[ \t]*", " ", value)

    @property
    def main(self):
        return self.type.partition("/")[0]

    @property
    def disposition(self):
        value = self.get_text("content-disposition").lower()
        return value.partition(";")[0].strip()

    def get_content(self):
        """Return the leaf's bytes without its transfer encoding."""
        return decode_transfer(self.body, self.get("content-transfer-encoding"))


@dataclass
class Tree:
    """What was read: the top's headers, the leaves, and the repairs made."""

    root: Part
    leaves: list
    repairs: list
    is_cut: bool = False


def parse(raw):
    """Return the Tree of a mail, whatever its bytes are.

    :param bytes raw: the mail
    """
    reader = _Reader()
    root = reader.run(raw)
    return Tree(root, reader.leaves, sorted(reader.repairs), reader.is_cut)


class _Reader:
    def __init__(self):
        self.leaves = []
        self.repairs = set()
        self.is_cut = False
        self.serial = 0

    def run(self, raw):
        headers, body = split_headers(raw, self.repairs)
        root = self._make(headers, body, (), "text/plain")
        stack = [root]
        while stack:
            part = stack.pop()
            children = self._open(part) if part.main == "multipart" else []
            if children:
                stack.extend(reversed(children))
            else:
                self._close(part)
        return root

    def _close(self, part):
        if part.main == "multipart":
            self.repairs.add("boundary")
            part.type = _guess_type(part.body)
        if len(self.leaves) >= MAX_PARTS:
            self.is_cut = True
            return
        self.leaves.append(part)

    def _make(self, headers, body, path, default_type):
        kept = [h for h in headers if h[0] == "content-type"]
        value = Part(kept, b"").get_text_raw("content-type")
        match = _TYPE.match(value)
        part = Part(headers, body, path=path)
        part.type = f"{match[1]}/{match[2]}".lower() if match else default_type
        part.params = parse_params(value)
        if value and not match:
            self.repairs.add("content type")
            part.type = _guess_odd_type(value, default_type)
        return part

    def _open(self, part):
        """Return the children of a multipart, none if there are not any."""
        if len(part.path) >= MAX_DEPTH or self.is_cut:
            self.is_cut = True
            return []
        body = self._decode_container(part)
        chunks = split_multipart(body, _get_boundaries(part))
        if not chunks:
            chunks = split_multipart(body, _guess_boundaries(body))
            if chunks:
                self.repairs.add("boundary")
        self.serial += 1
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        room = MAX_PARTS + 1 - len(self.leaves)
        self.is_cut = self.is_cut or len(chunks) > room
        children = []
        for index, chunk in enumerate(chunks[:room]):
            headers, content = split_headers(chunk, self.repairs, nested=True)
            path = (*part.path, (part.type, self.serial, index))
            children.append(self._make(headers, content, path, default))
        part.children = children
        return children

    def _decode_container(self, part):
        """A container must not be encoded; some are."""
        encoding = part.get("content-transfer-encoding").strip().lower()
        if encoding in (b"base64", b"quoted-printable") and b"\n--" not in part.body:
            self.repairs.add("encoding")
            return decode_transfer(part.body, encoding)
        return part.body


def split_headers(raw, repairs=None, nested=False):
    """Return the header fields and the body of a mail or a part.

    A line that is no header ends the block, unless headers that matter follow: then it
    is skipped. A missing blank line costs nothing.

    :return tuple: list of (lower-case name, raw value), body
    """
    repairs = set() if repairs is None else repairs
    if nested and re.match(rb"\r?\n", raw):
        return [], raw[2:] if raw.startswith(b"\r\n") else raw[1:]
    if not nested:
        raw = re.sub(rb"^(?:\xef\xbb\xbf)?\s*(?:>?From [^\n]*\n)?", b"", raw, count=1)
    if not nested and not _KNOWN_FIELDS.search(raw, 0, 100_000):
        repairs.add("header block")
        return [], raw  # no mail at all, but somebody's words
    headers, position, size = [], 0, len(raw)
    while position < size:
        line, following = _read_line(raw, position)
        if not line:
            return headers, raw[following:]
        if line[:1] in b" \t" and headers:
            _append_fold(headers, line)
        elif match := _FIELD.match(line):
            _append_field(headers, match)
        elif not _has_known_field(raw, following):
            repairs.add("header block")
            return headers, raw[position:]
        else:
            repairs.add("header line")
        position = following
        if len(headers) > MAX_HEADERS:
            repairs.add("header block")
            return headers, _after_blank_line(raw, position)
    return headers, b""


def _read_line(raw, position):
    """Return the line at a position without its end, and where the next one starts."""
    end = raw.find(b"\n", position)
    if end < 0:
        end = len(raw)
    line = raw[position:end].rstrip(b"\r")
    if b"\r" in line:  # an old Macintosh's, or doubled, line end
        cut = position + line.index(b"\r")
        return raw[position:cut], cut + 1
    return line, end + 1


def _append_fold(headers, line):
    name, value = headers[-1]
    if len(value) < MAX_HEADER_BYTES:
        headers[-1] = (name, value + b"\n" + line)


def _append_field(headers, match):
    name = match[1].decode("ascii").lower()
    headers.append((name, match[2].strip()[:MAX_HEADER_BYTES]))


def _has_known_field(raw, position):
    """Tell whether the next lines, up to a blank one, hold a header that matters."""
    for line in raw[position : position + 4000].split(b"\n")[:40]:
        if not line.strip():
            return False
        if _KNOWN_FIELD.match(line):
            return True
    return False


def _after_blank_line(raw, position):
    match = re.compile(rb"\r?\n\r?\n").search(raw, position)
    return raw[match.end() :] if match else b""


def split_multipart(body, boundaries):
    """Return the raw chunks between boundary lines; no line of it: nothing."""
    if not boundaries:
        return []
    names = b"|".join(re.escape(boundary) for boundary in boundaries)
    pattern = re.compile(rb"(?:^|\r?\n|\r)--(?:" + names + rb")(--)?[ \t]*(?=\r|\n|$)")
    chunks, start = [], None
    for match in pattern.finditer(body):
        if start is not None:
            chunks.append(body[start : match.start()])
        # What follows a closing line is read only if another part starts there.
        start = None if match[1] else _skip_line_end(body, match.end())
    if start is not None:
        chunks.append(body[start:])
    return chunks


def _skip_line_end(body, position):
    if body[position : position + 2] == b"\r\n":
        return position + 2
    return position + 1


def _get_boundaries(part):
    """Return the boundaries that the header names: one, unless it is broken."""
    named = part.params.get("boundary", "").strip().encode("utf-8", "replace")[:500]
    raw = part.get("content-type")
    if raw.lower().count(b"boundary") < 2:
        return [named] if named else []
    found = re.findall(rb"(?i)boundary\s*=\s*\"?([^\";\r\n]{1,200})", raw)[:10]
    return [boundary.strip() for boundary in found if boundary.strip()]


def _guess_boundaries(body):
    """Find a line that works as a boundary though the header does not name it."""
    pattern = re.compile(rb"(?mi)^--([^\s-][^\r\n]{0,199}|-+[^\s-][^\r\n]{0,190})\r?\n")
    for match in pattern.finditer(body, 0, 200_000):
        following = body[match.end() : match.end() + 400]
        if re.match(rb"(?i)\s{0,4}content-[\w-]+[ \t]*:", following):
            return [match[1].rstrip().removesuffix(b"--")]
    return []


def _guess_type(body):
    head = body[:2000].lower()
    if re.search(rb"<(?:html|body|div|p|br|table|!doctype)\b", head):
        return "text/html"
    return "text/plain"


def _guess_odd_type(value, default):
    """Read types such as "pdf", "text", "*/*" or "image"."""
    word = value.partition(";")[0].strip().lower()
    known = {"text": "text/plain", "html": "text/html", "pdf": "application/pdf"}
    if word in known:
        return known[word]
    return default if not word else "application/octet-stream"


def parse_params(value):
    """Return the parameters of a structured header: RFC 2231 and 2047 read."""
    plain, extended = {}, {}
    for name, text in _PARAM.findall(value[:50_000]):
        name, text = name.lower(), text.strip()
        if text.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", text[1:].removesuffix('"'))
        if "*" in name:
            base, _star, rest = name.partition("*")
            extended.setdefault(base, []).append((rest, text))
        else:
            raw = text.encode("utf-8", "surrogateescape")
            plain.setdefault(name, decode_header(raw))
    for name, pieces in extended.items():
        plain[name] = _join_extended(pieces)
    return plain


def _join_extended(pieces):
    """Join RFC 2231 pieces, (section, text) each, in the order of their numbers."""

    def number(piece):
        digits = re.match(r"\d+", piece[0])
        return int(digits[0][:6]) if digits else 0

    charset, data = "utf-8", b""
    for index, (section, text) in enumerate(sorted(pieces, key=number)):
        if section.endswith("*") or not section:
            if index == 0 and text.count("'") >= 2:
                charset, _lang, text = text.split("'", 2)
            data += _unquote(text)
        else:
            data += text.encode("utf-8", "surrogateescape")
    return _decode_param(data, charset)


def _decode_param(data, charset):
    text = decode(data, charset or "utf-8")
    return decode_header(text) if "=?" in text else text


def _unquote(text):
    raw = text.encode("utf-8", "surrogateescape")
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), raw)


def decode_transfer(body, encoding):
    """Return the bytes of a body without its transfer encoding.

    A body that is plainly not encoded in the way it says is returned as it is.
    """
    match = re.search(rb"[a-z0-9][a-z0-9-]*", encoding.lower()[:200])
    name = match[0] if match else b""
    if name == b"base64":
        return _decode_base64_body(body)
    if name in (b"quoted-printable", b"quoted", b"qp"):
        return _decode_quoted(body)
    if name in (b"x-uuencode", b"uuencode", b"uue", b"x-uue"):
        return decode_uu(body) or body
    return body


def _decode_base64_body(body):
    lines = body.split(b"\n")
    spoken = sum(1 for line in lines[:50] if re.search(rb"\w[ \t]+\w", line))
    if spoken > len(lines[:50]) // 2:
        return body  # words between spaces: this is text
    # A list server's footer may follow the padding.
    for index, line in enumerate(lines):
        if line.rstrip().endswith(b"=") and index + 1 < len(lines):
            rest = lines[index + 1 : index + 20]
            if any(re.search(rb"\w[ \t]+\w", follower) for follower in rest):
                return decode_base64(b"\n".join(lines[: index + 1]))
    return decode_base64(body)


def _decode_quoted(body):
    """Read quoted-printable; an "=" that introduces nothing stays."""
    return binascii.a2b_qp(re.sub(rb"[ \t]+(?=\r?\n|$)", b"", body))
