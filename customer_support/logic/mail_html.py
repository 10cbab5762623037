"""A stranger's HTML, made harmless and readable.

The document is not edited but written anew from what is allowed: tags, attributes and
styles of a short list. Script, forms, frames, overlays and every address that a
browser would fetch by itself are simply never written. Quoted text is marked for
folding with the attribute that the web client knows. Linear in the size of the input.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

from lxml import etree

MAX_DEPTH = 80
MAX_ELEMENTS = 40_000
MAX_SOURCE = 3_000_000
MAX_TEXT = 400_000

QUOTE = ' data-o-mail-quote="1"'

# Gone with everything in them.
_DROPPED = frozenset(
    "applet audio base canvas embed frame frameset head iframe link meta noembed "
    "noframes noscript object param script source style svg math template title track "
    "video input datalist".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead "
    "tr ul caption".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big br cite code del dfn em font i img ins kbd mark q s samp "
    "small span strike strong sub sup tt u var wbr".split()
)
_ALLOWED = _BLOCKS | _INLINE | {"col", "colgroup"}
_VOID = frozenset("br hr img wbr col".split())
_ATTRIBUTES = frozenset(
    "align alt bgcolor border cellpadding cellspacing color colspan dir face height "
    "lang rowspan size start title type valign width".split()
)
_STYLES = re.compile(
    r"^(?:font(?:-(?:size|family|weight|style))?|background-color|color|text-align|"
    r"line-height|letter-spacing|text-transform|text-decoration|vertical-align|display|"
    r"padding(?:-\w+)?|margin(?:-\w+)?|white-space|border(?:-[\w-]+)?|width|max-width|"
    r"height|list-style-type|direction)$"
)
_BAD_STYLE = re.compile(
    r"url|expression|javascript|@|\\|/\*|(?:^|[\s:])-\s*\d|behaviou?r|binding|<|&|\d{5}",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"([\w-]{1,40})\s*:\s*([^;]{1,200})")
_SAFE_LINK = re.compile(r"^(?:https?|ftp|mailto|tel|sms):", re.IGNORECASE)
_DATA_IMAGE = re.compile(r"^data:image/(?:png|gif|jpe?g|webp|bmp);base64,", re.I)
_REMOTE = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
_QUOTE_CLASS = re.compile(
    r"(?:^|[\s_])(?:gmail_quote|gmail_extra|yahoo_quoted|protonmail_quote|"
    r"tutanota_quote|zmail_extra|moz-cite-prefix|moz-forward-container|"
    r"ms-outlook-mobile-reference-message|OutlookMessageHeader|cf-quote|"
    r"WordSection1-quote|freebirdFormviewerViewResponse-quote)(?:$|\s)"
)
# From here to the end of the container everything is the earlier mail.
_QUOTE_TAIL = re.compile(
    r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|stopSpelling|"
    r"mail-editor-reference-message-container|reply-intro|isForwardContent|"
    r"isReplyContent|Zm-_Id_-Sgn1-quote|ymail_android_quote)$"
)
_NESTING = re.compile(r"<(/?)(?:div|span|font|table|blockquote|b|i|p|center)\b", re.I)
_UNSPOKEN = (
    ("<!--", "-->"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<head", "</head>"),
    ("<title", "</title>"),
)
_OUTLOOK_RULE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#?\w+\s+1(?:\.0)?pt", re.IGNORECASE
)


@dataclass(frozen=True)
class CleanHtml:
    """HTML that may be shown, and what was found in it."""

    html: str
    text: str  # the words outside quotes, for judging whether anything is left
    remote_pictures: int = 0
    is_cut: bool = False
    has_picture: bool = False


def clean(source, cids=None):
    """Return the CleanHtml of a mail's HTML text; never raises.

    :param str source: decoded HTML
    :param dict cids: content ids and locations that are there, and their new ids
    """
    cids = cids or {}
    root = _parse(source[:MAX_SOURCE])
    result = _write(root, cids, fold=True)
    if not result.text.strip():
        result = _write(root, cids, fold=False)
    if _lost_text(source, result, root):
        result = _write_bare(source[:MAX_SOURCE])
    return result


def _parse(source):
    """Return lxml's root, None if there is nothing."""
    source = re.sub(r"^\s*<\?xml[^>]*>", "", source)
    # Word's own namespace tags would become paragraphs.
    source = re.sub(r"</?o:[^>]{0,200}>", "", source)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_pis=True, no_network=True
    )
    try:
        return etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _write(root, cids, fold):
    writer = _Writer(cids, fold)
    if root is None:
        return writer.finish()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            writer.start(element.tag, element.attrib)
            writer.text(element.text)
        else:
            if event == "end":
                writer.end(element.tag)
            writer.text(element.tail)
    return writer.finish()


def _lost_text(source, result, root):
    """Tell whether the tree parser gave up in the middle of the document."""
    if result.is_cut:
        return False
    if root is None or not result.html:
        return bool(get_bare_text(source).strip())
    return _is_deep(source)


def _is_deep(source):
    """Tell whether tags nest deeper than the tree parser follows."""
    depth = deepest = 0
    for match in _NESTING.finditer(source):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest > 1500


def _write_bare(source):
    """Write the words alone: for documents that no tree can hold."""
    text = get_bare_text(source)
    cut = text[:MAX_TEXT]
    return CleanHtml(
        html=f"<pre>{escape(cut, quote=False)}</pre>",
        text=cut,
        is_cut=len(cut) < len(text),
    )


def get_bare_text(source):
    """Return the words of an HTML source, found without building a tree."""
    for opener, closer in _UNSPOKEN:
        source = _without_ranges(source, opener, closer)
    source = re.sub(r"(?i)</?(?:p|div|br|tr|li|h\d)\b[^<>]*>", "\n", source)
    return unescape(re.sub(r"<[^<>]*>", "", source)).replace("\xa0", " ")


def _without_ranges(source, opener, closer):
    lower, pieces, position = source.lower(), [], 0
    if len(lower) != len(source):
        return source
    while (start := lower.find(opener, position)) >= 0:
        end = lower.find(closer, start + len(opener))
        if end < 0:
            break
        pieces.append(source[position:start])
        position = end + len(closer)
    return "".join([*pieces, source[position:]])


class _Writer:
    """Writes allowed tags; keeps count of depth, of what is dropped, of quotes."""

    def __init__(self, cids, fold):
        self.cids = cids
        self.fold = fold
        self.output = []
        self.words = []
        self.size = 0
        self.depth = 0
        self.elements = 0
        self.dropping = 0
        self.closers = []  # per open element: what its end writes
        self.quoting = 0  # how many open elements are quotes
        self.quote_tails = []  # depths at which the rest of the container is a quote
        self.remote = 0
        self.pictures = False
        self.is_cut = False

    def start(self, tag, attributes):
        tag = _local(tag)
        self.depth += 1
        if self.dropping or tag in _DROPPED:
            self.dropping += 1
            self.closers.append(None)
            return
        self.elements += 1
        writable = (
            tag in _ALLOWED
            and self.depth <= MAX_DEPTH
            and self.elements <= MAX_ELEMENTS
        )
        self.closers.append(self._open(tag, attributes) if writable else ("", False))

    def _open(self, tag, attributes):
        """Write a start tag; return what its end has to do."""
        if tag == "img":
            self._write_picture(attributes)
            return "", False
        is_quote = self.fold and self._is_quote(tag, attributes)
        name, style = tag, ""
        if tag == "blockquote" and not self.fold:
            # The web client folds every blockquote: this one is all there is.
            name = "div"
            style = "margin:0 0 0 8px; padding-left:8px; border-left:1px solid #ccc"
        mark = QUOTE if is_quote else ""
        self._emit(f"<{name}{self._prepare_attributes(tag, attributes, style)}{mark}>")
        if is_quote:
            self.quoting += 1
        return ("" if tag in _VOID else f"</{name}>"), is_quote

    def end(self, _tag):
        self.depth -= 1
        closer = self.closers.pop()
        if closer is None:
            self.dropping -= 1
            return
        text, was_quote = closer
        if was_quote:
            self.quoting -= 1
        while self.quote_tails and self.quote_tails[-1] > self.depth + 1:
            self.quote_tails.pop()
        if text:
            self._emit(text)
            if text[2:-1] in _BLOCKS:
                self.words.append("\n")

    def text(self, data):
        if not data or self.dropping:
            return
        if self.size + len(data) > MAX_TEXT:
            data, self.is_cut = data[: max(0, MAX_TEXT - self.size)], True
        self.size += len(data)
        quoted = self.quoting or self._in_quote_tail(self.depth + 1)
        if not quoted:
            self.words.append(data)
        piece = escape(data, quote=False)
        if quoted and not self.quoting and data.strip():
            piece = f"<span{QUOTE}>{piece}</span>"
        self._emit(piece)

    def finish(self):
        return CleanHtml(
            html="".join(self.output).strip(),
            text="".join(self.words),
            remote_pictures=self.remote,
            is_cut=self.is_cut,
            has_picture=self.pictures,
        )

    def _emit(self, piece):
        self.output.append(piece)

    # -- Quotes ---------------------------------------------------------------------
    def _is_quote(self, tag, attributes):
        if self._in_quote_tail(self.depth):
            return True
        if tag == "blockquote":
            return True
        if _QUOTE_CLASS.search(attributes.get("class") or ""):
            return True
        if self._starts_quote_tail(tag, attributes):
            self.quote_tails.append(self.depth)
            return True
        return False

    def _starts_quote_tail(self, tag, attributes):
        if _QUOTE_TAIL.match(attributes.get("id") or ""):
            return True
        if tag == "hr":
            return "stopSpelling" in (attributes.get("class") or "")
        return tag == "div" and bool(
            _OUTLOOK_RULE.search(attributes.get("style") or "")
        )

    def _in_quote_tail(self, depth):
        return bool(self.quote_tails) and self.quote_tails[-1] == depth

    # -- Attributes -----------------------------------------------------------------
    def _prepare_attributes(self, tag, attributes, extra_style=""):
        output = []
        for name, value in list(attributes.items())[:40]:
            name = _local(name)
            if name in _ATTRIBUTES and len(value) <= 500:
                output.append(f' {name}="{escape(value)}"')
        style = "; ".join(
            filter(None, [clean_style(attributes.get("style")), extra_style])
        )
        if style:
            output.append(f' style="{escape(style)}"')
        if tag == "a" and (link := clean_link(attributes.get("href"))):
            output.append(
                f' href="{escape(link)}" target="_blank" rel="noopener noreferrer"'
            )
        return "".join(output)

    def _write_picture(self, attributes):
        source = (attributes.get("src") or "").strip()
        common = self._prepare_attributes("img", attributes)
        cid = source[4:] if source.lower().startswith("cid:") else source
        known = self.cids.get(cid) or self.cids.get(unquote(cid))
        if known:
            self.pictures = True
            self._emit(f'<img{common} src="cid:{escape(known)}">')
        elif _DATA_IMAGE.match(source) and len(source) < MAX_SOURCE:
            self.pictures = True
            data = re.sub(r"[^\w:;,/+=.-]", "", source)
            self._emit(f'<img{common} src="{escape(data)}">')
        elif _REMOTE.match(source):
            self._write_remote_picture(source, attributes, common)
        elif attributes.get("alt"):
            self.text(f"[{attributes['alt'][:200]}]")

    def _write_remote_picture(self, source, attributes, common):
        """Keep the address where no browser fetches it; drop counting pixels."""
        self.remote += 1
        if _is_pixel(attributes):
            return
        address = source if source[:2] != "//" else f"https:{source}"
        if len(address) < 2000:
            self._emit(f'<img{common} data-original-src="{escape(address)}">')


def _local(name):
    """Return a name without namespace; comments and such have none."""
    return name.rpartition(":")[2].lower() if isinstance(name, str) else ""


def _is_pixel(attributes):
    sizes = [(attributes.get(name) or "").strip() for name in ("width", "height")]
    return any(size in ("0", "1", "0px", "1px") for size in sizes)


def clean_style(style):
    """Return the declarations that neither fetch nor cover anything."""
    if not style:
        return ""
    kept = []
    for name, value in _DECLARATION.findall(style[:5000]):
        name, value = name.lower(), value.strip()
        if _STYLES.match(name) and not _BAD_STYLE.search(value):
            kept.append(f"{name}:{value}")
    return "; ".join(kept)


def clean_link(address):
    """Return an address that a click may open, "" for all others."""
    address = re.sub(r"[\x00-\x20\x7f-\xa0]+", "", (address or "").strip()[:4000])
    if address.startswith("//"):
        return f"https:{address}"
    if address.lower().startswith("www."):
        return f"http://{address}"
    return address if _SAFE_LINK.match(address) else ""
