"""From leaves to what a person sees: one text and the files.

Decides which parts are the message and which are attachments, in the order of the
mail; names what has no name; and takes files out of plain text (uuencode).
"""

import mimetypes
import re
from dataclasses import dataclass, field

from . import mail_html, mail_text
from .mail_charset import clean, decode, decode_header
from .mail_parts import parse_params, split_headers
from .mail_uuencode import decode_uu

MAX_ATTACHMENTS = 200

_TEXT_TYPES = ("text/plain", "text/html", "text/enriched", "text/richtext")
_UU_BLOCK = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,250})\r?\n")
_UU_END = re.compile(rb"(?m)^(?:end|====)[ \t]*\r?$")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w:.-]+)", re.I)
_NAMES_BY_TYPE = {
    "text/calendar": "invitation.ics",
    "text/x-vcard": "contact.vcf",
    "text/vcard": "contact.vcf",
    "text/html": "text.html",
    "text/plain": "text.txt",
    "text/rfc822-headers": "headers.txt",
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "receipt.txt",
    "message/feedback-report": "feedback-report.txt",
    "application/ms-tnef": "winmail.dat",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "version.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/pdf": "document.pdf",
    "image/jpeg": "picture.jpg",
    "audio/mpeg": "sound.mp3",
}


@dataclass
class Attachment:
    """One file of the mail, byte for byte."""

    name: str
    content: bytes
    type: str = "application/octet-stream"
    cid: str = ""


@dataclass
class Body:
    """What the leaves of a mail say."""

    html: str = ""
    text: str = ""
    attachments: list = field(default_factory=list)
    repairs: set = field(default_factory=set)
    remote_pictures: int = 0
    is_cut: bool = False


def assemble(leaves):
    """Return the Body of a mail's leaves, in their order."""
    body = Body()
    spoken = _choose_spoken(leaves)
    cids = {}
    for index, part in enumerate(leaves):
        if id(part) not in spoken:
            _add_attachment(body, part, index, cids)
    fragments = [_Fragment(part, body) for part in leaves if id(part) in spoken]
    if not any(fragment.has_words for fragment in fragments):
        fragments += _promote(leaves, spoken, body)
    _write_fragments(body, fragments, cids)
    return body


# -- Which parts are the message ----------------------------------------------------
def _choose_spoken(leaves):
    """Return the ids of the parts that are the text of the mail."""
    candidates = [part for part in leaves if _is_text(part)]
    return {id(part) for part in candidates} - _find_alternatives_not_shown(candidates)


def _is_text(part):
    """Tell whether a leaf is text that is meant to be read in place."""
    if part.type not in _TEXT_TYPES or part.disposition == "attachment":
        return False
    return not get_file_name(part)


def _find_alternatives_not_shown(candidates):
    """Return the ids of the parts that say again what another part says better.

    Of the branches of a multipart/alternative one is shown: the last with HTML that
    says something, otherwise the last one that does.
    """
    groups = {}
    for part in candidates:
        for level, (kind, serial, index) in enumerate(part.path):
            if kind == "multipart/alternative":
                branches = groups.setdefault((level, serial), {})
                branches.setdefault(index, []).append(part)
    hidden = set()
    for _key, branches in sorted(groups.items()):
        best = max(branches, key=lambda index: (_rank(branches[index]), index))
        for index, parts in branches.items():
            if index != best:
                hidden.update(id(part) for part in parts)
    return hidden


def _rank(parts):
    if any(part.type == "text/html" and _html_speaks(part) for part in parts):
        return 3
    if any(part.type != "text/html" and part.body.strip() for part in parts):
        return 2
    return 1 if any(part.body.strip() for part in parts) else 0


def _html_speaks(part):
    source = part.get_content()[:200_000]
    if re.search(rb"(?i)<img\b", source):
        return True
    bare = mail_html.get_bare_text(decode(source, part.params.get("charset")))
    return bool(bare.strip())


def _promote(leaves, spoken, body):
    """Nothing speaks so far: show the text files that lie in place, kept as files."""
    shown = [
        part
        for part in leaves
        if id(part) not in spoken
        and part.type in ("text/plain", "text/html")
        and part.disposition != "attachment"
    ]
    return [_Fragment(part, body) for part in shown[:1]]


class _Fragment:
    """One part of the text, decoded."""

    def __init__(self, part, body):
        self.type = part.type
        content = part.get_content()
        if part.type != "text/html":
            content = _take_uu_files(content, body)
        self.text = decode(content, _get_charset(part, content))
        if part.type in ("text/enriched", "text/richtext"):
            self.text = re.sub(r"</?[\w-]+>", "", self.text.replace("<<", "\u2039"))
        if "format" in part.params and part.type == "text/plain":
            self.text = _unfold_flowed(self.text, part.params)

    @property
    def has_words(self):
        return bool(self.text.strip())


def _get_charset(part, content):
    charset = part.params.get("charset")
    if part.type == "text/html" and not charset:
        match = _META_CHARSET.search(content[:5000])
        charset = match[1].decode("ascii", "replace") if match else None
    return charset


def _unfold_flowed(text, params):
    """Join the soft line ends of format=flowed (RFC 3676)."""
    if params.get("format", "").lower() != "flowed":
        return text
    glue = "" if params.get("delsp", "").lower() == "yes" else " "
    text = re.sub(r"(?m)^ (?=[> ]|From )", "", text.replace("\r\n", "\n"))
    return re.sub(r"(?m)(?<!^--)(?<=[^\s>]) \n(?![>\n])", glue, text)


def _write_fragments(body, fragments, cids):
    pieces = []
    for fragment in fragments:
        if not fragment.has_words:
            continue
        if fragment.type == "text/html":
            written = mail_html.clean(fragment.text, cids)
            pieces.append((written.html, written.text))
            body.remote_pictures += written.remote_pictures
            body.is_cut = body.is_cut or written.is_cut
        else:
            body.is_cut = body.is_cut or len(fragment.text) > mail_text.MAX_TEXT
            reply = mail_text.get_reply(fragment.text[: mail_text.MAX_TEXT])
            pieces.append((mail_text.to_html(fragment.text), reply))
    size = 0
    for html, text in pieces:
        size += len(html)
        if size > 3 * mail_html.MAX_TEXT:
            body.is_cut = True
            break
        body.html += html if len(pieces) == 1 else f"<div>{html}</div>"
        body.text += text + "\n"


# -- Files --------------------------------------------------------------------------
def _add_attachment(body, part, index, cids):
    if _is_redundant(part):
        return
    if len(body.attachments) >= MAX_ATTACHMENTS:
        body.is_cut = True
        return
    content = part.get_content()
    cid = re.sub(r"[<>\s\"']", "", part.get_text("content-id"))[:200]
    location = part.get_text("content-location")
    if (cid or location) and part.main == "image":
        new = f"part{index}@mail"
        cids.update({key: new for key in (cid, location) if key})
        cid = new
    else:
        cid = ""
    name = get_file_name(part) or _invent_name(part, content)
    body.attachments.append(Attachment(name, content, part.type, cid))


def _is_redundant(part):
    """Tell whether a part is a second wording of the text, or nothing at all."""
    if get_file_name(part) or part.disposition == "attachment":
        return False
    return part.type in (*_TEXT_TYPES, "text/x-amp-html") or not part.body.strip()


def get_file_name(part):
    """Return the name that a part gives itself, made safe; "" without one."""
    params = parse_params(part.get_text_raw("content-disposition"))
    name = params.get("filename") or params.get("name") or part.params.get("name")
    return clean_file_name(name or "")


def clean_file_name(name):
    """Return a file name that is only a name: no folder, no control letters."""
    name = decode_header(name) if "=?" in name else clean(name)
    name = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name)
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = re.sub(r'[<>"]', "_", name).strip().rstrip(".").strip()
    stem, dot, suffix = name.rpartition(".")
    if len(name) > 180 and dot and len(suffix) < 12:
        return f"{stem[:160]}.{suffix}"
    return name[:180]


def _invent_name(part, content):
    if part.type in ("message/rfc822", "message/partial", "message/global"):
        headers, _body = split_headers(content[:200_000])
        subject = next((v for k, v in headers if k == "subject"), b"")
        stem = clean_file_name(decode_header(subject).replace("/", "-"))
        return f"{stem[:100] or 'mail'}.eml"
    known = _NAMES_BY_TYPE.get(part.type)
    if known:
        return known
    if part.params.get("protocol") or part.type == "application/octet-stream":
        if content[:40].lstrip().startswith(b"-----BEGIN PGP MESSAGE"):
            return "encrypted.asc"
    suffix = mimetypes.guess_extension(part.type) or ".bin"
    return f"{'picture' if part.main == 'image' else 'attachment'}{suffix}"


def _take_uu_files(content, body):
    """Move the uuencoded files of a plain text to the attachments."""
    if b"\nbegin " not in b"\n" + content and b"\nbegin-base64 " not in b"\n" + content:
        return content
    pieces, position = [], 0
    for match in _UU_BLOCK.finditer(content):
        if match.start() < position or len(body.attachments) >= MAX_ATTACHMENTS:
            continue
        end = _UU_END.search(content, match.end())
        data = decode_uu(content[match.start() : end.end()]) if end else b""
        if data:
            name = clean_file_name(decode_header(match[1])) or "attachment.bin"
            body.attachments.append(Attachment(name, data))
            body.repairs.add("uuencode")
            pieces.append(content[position : match.start()])
            position = end.end()
        elif not end:
            break
    return b"".join([*pieces, content[position:]])
