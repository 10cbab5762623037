"""Writes the hostile mails beside this file, and what is expected of each.

    python3 write_corpus.py

All people and addresses are invented. The mails are committed, so that a change of
this script cannot change by accident what is tested; run it to add one.
"""

# ruff: noqa: E501
import base64
import gzip
import hashlib
import json
import quopri
from pathlib import Path

HERE = Path(__file__).parent
GIF = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\r\n\x00\xff"
CSV = "name;preis\nKüche;12,50 €\n".encode()
MAILS = {}
SENDER = "ida@corpus.example"


def add(name, raw, **expected):
    """Remember a mail; a str is written as UTF-8."""
    assert name not in MAILS, name
    raw = raw if isinstance(raw, bytes) else raw.encode()
    expected["files"] = [
        [file_name, hashlib.sha256(content).hexdigest()]
        for file_name, content in expected.pop("files", [])
    ]
    texts = expected.pop("text", [])
    expected["text"] = [texts] if isinstance(texts, str) else texts
    expected.setdefault("sender", SENDER)
    expected.setdefault("state", "processed")
    MAILS[name] = (raw, expected)


def head(name, *lines, sender=f"Ida Corpus <{SENDER}>", subject="Corpus"):
    """Return the usual headers, as bytes, and a blank line."""
    top = [
        f"Message-ID: <{name}@corpus.example>",
        "Date: Tue, 03 Mar 2026 10:00:00 +0100",
        "To: Care <care@quince.example>",
        "MIME-Version: 1.0",
    ]
    if sender is not None:
        top.append(f"From: {sender}")
    if subject is not None:
        top.append(f"Subject: {subject}")
    return "\n".join([*top, *lines]).encode() + b"\n\n"


def multipart(name, kind, *parts, boundary="BoundarY", closed=True, **values):
    """Return a multipart of (headers, body) pairs."""
    raw = head(name, f'Content-Type: multipart/{kind}; boundary="{boundary}"', **values)
    return raw + chunks(boundary, *parts, closed=closed)


def chunks(boundary, *parts, closed=True):
    mark = b"--" + boundary.encode()
    raw = b"".join(
        mark + b"\n" + (headers.encode() if isinstance(headers, str) else headers)
        + b"\n\n" + body + b"\n"
        for headers, body in parts
    )  # fmt: skip
    return raw + (mark + b"--\n" if closed else b"")


def b64(content):
    return base64.encodebytes(content).rstrip(b"\n")


TEXT = ("Content-Type: text/plain; charset=utf-8", "Grüße aus dem Lager".encode())
HTML = (
    "Content-Type: text/html; charset=utf-8",
    "<p>Grüße aus <b>HTML</b></p>".encode(),
)


def attachment(name, kind="application/pdf"):
    return (
        f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"'
    )


# -- Charsets -----------------------------------------------------------------------
WESTERN = "Größe: 10 cm, café, naïve"
for label, codec in (
    ("iso-8859-1", "latin-1"), ("iso-8859-15", "iso8859-15"), ("utf-8", "utf-8"),
    ("windows-1252", "cp1252"), ("cp-850", "cp850"), ("x-mac-roman", "mac-roman"),
    ("unicode-1-1-utf-7", "utf-7"), ("utf-7", "utf-7"), ("UTF8", "utf-8"),
    ("utf-8;", "utf-8"), ("x-unknown", "utf-8"), ("unknown-8bit", "cp1252"),
    ("8bit", "latin-1"), ("us-ascii", "utf-8"), ("ascii", "latin-1"), ("hex", "utf-8"),
    ("", "utf-8"), ("\"'utf-8'\"", "utf-8"), ("utf8mb4", "utf-8"), ("ansi", "cp1252"),
    ("unicode_escape", "utf-8"), ("idna", "utf-8"), ("undefined", "latin-1"),
):  # fmt: skip
    key = f"charset-{label or 'none'}-{codec}".replace(";", "_").replace('"', "")
    key = key.replace("'", "q")
    add(
        key,
        head(key, f"Content-Type: text/plain; charset={label}") + WESTERN.encode(codec),
        subject="Corpus",
        text=WESTERN,
    )
for label, codec, text in (
    ("gb2312", "gb18030", "您好，订单没有到。镕"), ("gbk", "gbk", "您好，订单没有到"),
    ("big5", "big5", "訂單沒有到"), ("iso-2022-jp", "iso2022_jp", "注文が届きません"),
    ("shift_jis", "cp932", "注文①が届きません"), ("euc-jp", "euc_jp", "注文が届きません"),
    ("ks_c_5601-1987", "cp949", "주문이 안 왔어요"), ("koi8-r", "koi8-r", "Заказ не пришёл"),
    ("windows-1251", "cp1251", "Заказ не пришёл"), ("windows-1255", "cp1255", "שלום"),
    ("iso-8859-8-i", "iso8859-8", "שלום"), ("windows-1256", "cp1256", "مرحبا"),
    ("tis-620", "cp874", "สวัสดี"), ("iso-8859-9", "iso8859-9", "Sipariş gelmedi"),
    ("windows-1250", "cp1250", "Zamówienie nie dotarło"), ("utf-16", "utf-16", "Hallo ü"),
):  # fmt: skip
    add(
        f"charset-{label}",
        head(f"charset-{label}", f"Content-Type: text/plain; charset={label}",
             "Content-Transfer-Encoding: base64") + b64(text.encode(codec)),
        subject="Corpus",
        text=text,
    )  # fmt: skip
add("charset-lying-utf8", head("lying-utf8", "Content-Type: text/plain; charset=utf-8")
    + WESTERN.encode("latin-1"), text=WESTERN)  # fmt: skip
add("charset-lying-latin", head("lying-latin", "Content-Type: text/plain; charset=iso-8859-1")
    + WESTERN.encode(), text=WESTERN)  # fmt: skip
add("charset-windows-quotes", head("winq", "Content-Type: text/plain; charset=iso-8859-1")
    + "“Zitat” – 5 €".encode("cp1252"), text="“Zitat” – 5 €")  # fmt: skip
add("charset-mixed", head("mixed") + "süß ".encode() + "süß".encode("latin-1"),
    text="süß süß")  # fmt: skip
add("charset-bom", head("bom") + b"\xef\xbb\xbf" + WESTERN.encode(), text=WESTERN)
add("charset-nul", head("nul") + b"zero\x00width\x00 nul", text="zerowidth nul")
add("charset-html-meta", head("meta", "Content-Type: text/html")
    + '<meta charset="windows-1251"><p>Заказ</p>'.encode("cp1251"), text="Заказ")  # fmt: skip
add("charset-koi8-undeclared", head("koi8u") + "Здравствуйте, заказ не пришел".encode("koi8-r"),
    text="Здравствуйте, заказ не пришел")  # fmt: skip

# -- Headers ------------------------------------------------------------------------
for key, value, subject in (
    ("q", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("b", "=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
    ("split-letter", "=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
    ("spaces-inside", "=?utf-8?q?Gr=C3=BC=C3=9Fe und mehr?=", "Grüße und mehr"),
    ("no-padding", "=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
    ("unknown", "=?x-unknown?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("language", "=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("joined", "a=?utf-8?q?=C3=BC?=b", "aüb"),
    ("folded", "eins\n zwei\n\tdrei", "eins zwei drei"),
    ("quoted", '"=?utf-8?q?Gr=C3=BC=C3=9Fe?="', '"Grüße"'),
    ("broken", "=?utf-8?q?open", "=?utf-8?q?open"),
    ("newline-inside", "=?utf-8?q?a=0D=0ABcc=3A_x=40evil.test?=", "a Bcc: x@evil.test"),
    ("iso-2022", "=?iso-2022-jp?b?GyRCQ21KOBsoQg==?=", "注文"),
    ("emoji", "=?utf-8?q?=F0=9F=93=A6_Paket?=", "📦 Paket"),
):
    add(f"subject-{key}", head(f"subject-{key}", subject=value) + b"Text", subject=subject,
        text="Text")  # fmt: skip
add("subject-raw-utf8", head("rawutf8", subject="Grüße").replace(b"x", b"x") + b"Text",
    subject="Grüße", text="Text")  # fmt: skip
add("subject-raw-latin", head("rawlatin", subject="XX").replace(b"XX", "Grüße".encode("latin-1"))
    + b"Text", subject="Grüße", text="Text")  # fmt: skip
add("subject-raw-koi8", head("rawkoi", subject="XX").replace(b"XX", "заказ номер".encode("koi8-r"))
    + b"Text", subject="заказ номер", text="Text")  # fmt: skip
add("subject-none", head("nosubject", subject=None) + b"Text", subject="", text="Text")
add(
    "subject-twice",
    head("twice", "Subject: second") + b"Text",
    subject="Corpus",
    text="Text",
)
add("subject-huge", head("huge", subject="long " * 4000) + b"Text", text="Text")
add("subject-megabyte", head("mega", subject="x" * 300_000) + b"Text", text="Text")

for key, value, address in (
    ("quoted-comma", '"Corpus, Ida" <ida@corpus.example>', SENDER),
    ("bare-comma", "Corpus, Ida <ida@corpus.example>", SENDER),
    ("comment", "ida@corpus.example (Ida Corpus)", SENDER),
    ("encoded", "=?utf-8?q?Id=C3=A4?= <ida@corpus.example>", SENDER),
    ("encoded-all", "=?utf-8?q?Ida_=3Cida=40corpus=2Eexample=3E?=", SENDER),
    ("encoded-comma", "=?utf-8?q?Corpus=2C_Ida?= <ida@corpus.example>", SENDER),
    ("no-brackets", "Ida Corpus ida@corpus.example", SENDER),
    ("double-brackets", "Ida <<ida@corpus.example>>", SENDER),
    ("open-bracket", "Ida <ida@corpus.example", SENDER),
    ("two", "ida@corpus.example, other@corpus.example", SENDER),
    ("group", "Friends: ida@corpus.example;", SENDER),
    ("empty-group", "undisclosed-recipients:;", ""),
    ("spaces", "Ida < ida@corpus.example >", SENDER),
    ("pose", '"boss@quince.example" <ida@corpus.example>', SENDER),
    ("idn", "Ida <ida@bücher.example>", "ida@xn--bcher-kva.example"),
    ("only-name", "Ida Corpus", ""),
    ("upper", "Ida <IDA@Corpus.Example>", SENDER),
):
    add(f"from-{key}", head(f"from-{key}", sender=value) + b"Text", sender=address,
        text="Text")  # fmt: skip
add("from-none", head("from-none", sender=None) + b"Text", sender="", text="Text")
add("from-empty", head("from-empty", sender="") + b"Text", sender="", text="Text")
add(
    "from-only-reply-to",
    head("rt", f"Reply-To: {SENDER}", sender="") + b"Text",
    text="Text",
)
add("from-only-return-path", head("rp", f"Return-Path: <{SENDER}>", sender=None) + b"Text",
    text="Text")  # fmt: skip
add("from-twice", head("from2", "From: other@corpus.example") + b"Text", text="Text")

add("header-mbox", b"From ida@corpus.example Tue Mar  3 10:00:00 2026\n" + head("mbox") + b"Text",
    subject="Corpus", text="Text")  # fmt: skip
add("header-garbage-line", b"Garbage without meaning\n" + head("garbage") + b"Text",
    subject="Corpus", text="Text")  # fmt: skip
add("header-no-blank-line", head("noblank").rstrip() + b"\nHello there, no blank line",
    subject="Corpus", text="Hello there, no blank line")  # fmt: skip
add("header-bad-name", head("badname", "Bad Header Name: x", "Subject2: y") + b"Text",
    subject="Corpus", text="Text")  # fmt: skip
add("header-crlf", head("crlf").replace(b"\n", b"\r\n") + b"Line one\r\nLine two\r\n",
    subject="Corpus", text=["Line one", "Line two"])  # fmt: skip
add("header-cr", head("cr").replace(b"\n", b"\r") + b"Text after Mac lines",
    subject="Corpus", text="Text after Mac lines")  # fmt: skip
add(
    "header-many",
    head("many", *[f"X-Junk-{i}: {i}" for i in range(3000)]) + b"Text",
    text="Text",
)
add("header-references-huge", head("refs", "References: " + " ".join(
    f"<{i}@corpus.example>" for i in range(5000))) + b"Text", text="Text")  # fmt: skip
for key, date in (
    ("future", "Mon, 1 Jan 2091 00:00:00 +0000"), ("nonsense", "yesterday"),
    ("empty", ""), ("year0", "Mon, 1 Jan 0000 00:00:00 +0000"),
    ("overflow", "Mon, 1 Jan 99999 99:99:99 +9999"), ("ancient", "Thu, 1 Jan 1970 00:00:00 +0000"),
):  # fmt: skip
    raw = head(f"date-{key}").replace(b"Tue, 03 Mar 2026 10:00:00 +0100", date.encode())
    add(f"date-{key}", raw + b"Text", text="Text")
for key, value in (("none", None), ("no-brackets", "abc@corpus.example"), ("spaces", "<a b@c d>"),
                   ("empty", ""), ("unicode", "<ü@corpus.example>"), ("long", f"<{'x' * 2000}@y>")):  # fmt: skip
    raw = head("MID").replace(b"Message-ID: <MID@corpus.example>\n",
                              b"" if value is None else f"Message-ID: {value}\n".encode())  # fmt: skip
    add(f"message-id-{key}", raw + f"Text {key}".encode(), text=f"Text {key}")

# -- Structure ----------------------------------------------------------------------
add("mime-mixed", multipart("mixed", "mixed", TEXT, (attachment("a.pdf"), b64(PDF))),
    text="Grüße aus dem Lager", files=[("a.pdf", PDF)])  # fmt: skip
add(
    "mime-alternative",
    multipart("alt", "alternative", TEXT, HTML),
    text="Grüße aus HTML",
)
add("mime-alternative-empty-html", multipart("alte", "alternative", TEXT,
    ("Content-Type: text/html", b"<html><body>&nbsp;<br></body></html>")),
    text="Grüße aus dem Lager")  # fmt: skip
add("mime-html-between", multipart("between", "mixed", HTML, TEXT,
    ("Content-Type: text/html", b"<p>third</p>")),
    text=["Grüße aus HTML", "Grüße aus dem Lager", "third"])  # fmt: skip
add("mime-alternative-of-mixed", multipart("altmix", "alternative", TEXT,
    ('Content-Type: multipart/mixed; boundary="in"',
     chunks("in", HTML, (attachment("b.pdf"), b64(PDF)), ("Content-Type: text/html", b"<p>end</p>")))),
    text=["Grüße aus HTML", "end"], files=[("b.pdf", PDF)])  # fmt: skip
add("mime-related", multipart("rel", "related",
    ("Content-Type: text/html", b'<p>See <img src="cid:logo@x"></p>'),
    ("Content-Type: image/gif\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n"
     'Content-Disposition: inline; filename="logo.gif"', b64(GIF))),
    text="See", files=[("logo.gif", GIF)])  # fmt: skip
add("mime-unclosed", multipart("open", "mixed", TEXT, (attachment("a.pdf"), b64(PDF)), closed=False),
    text="Grüße aus dem Lager", files=[("a.pdf", PDF)])  # fmt: skip
add("mime-boundary-missing", head("nob", "Content-Type: multipart/mixed")
    + chunks("guess", TEXT, (attachment("a.pdf"), b64(PDF))),
    text="Grüße aus dem Lager", files=[("a.pdf", PDF)])  # fmt: skip
add("mime-boundary-wrong", head("wrongb", 'Content-Type: multipart/mixed; boundary="other"')
    + chunks("real", TEXT, (attachment("a.pdf"), b64(PDF))),
    text="Grüße aus dem Lager", files=[("a.pdf", PDF)])  # fmt: skip
add("mime-boundary-twice", head("two", "Content-Type: multipart/mixed; boundary=a; boundary=b")
    + chunks("a", TEXT, closed=False) + chunks("b", (attachment("a.pdf"), b64(PDF))),
    text="Grüße aus dem Lager", files=[("a.pdf", PDF)])  # fmt: skip
add("mime-multipart-without-parts", head("nop", 'Content-Type: multipart/mixed; boundary="x"')
    + b"Only words here", text="Only words here")  # fmt: skip
add("mime-same-boundary-nested", multipart("same", "mixed",
    ('Content-Type: multipart/alternative; boundary="BoundarY"', b""), TEXT, HTML),
    text="Grüße aus")  # fmt: skip
add("mime-epilogue", multipart("epi", "mixed", TEXT) + b"\nEpilogue of a list\n",
    text="Grüße aus dem Lager")  # fmt: skip
add("mime-type-odd", head("odd", "Content-Type: text") + b"Odd type", text="Odd type")
add("mime-type-star", multipart("star", "mixed", TEXT,
    ("Content-Type: */*\nContent-Disposition: attachment; filename=x.bin", b"\x01\x02data")),
    text="Grüße", files=[("x.bin", b"\x01\x02data")])  # fmt: skip
add("mime-type-pdf", multipart("pdf", "mixed", TEXT,
    ('Content-Type: pdf; name="r.pdf"\nContent-Transfer-Encoding: base64', b64(PDF))),
    text="Grüße", files=[("r.pdf", PDF)])  # fmt: skip
add("mime-signed", multipart("sig", "signed", TEXT,
    ("Content-Type: application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----")),
    text="Grüße aus dem Lager", files=[("signature.asc", b"-----BEGIN PGP SIGNATURE-----")])  # fmt: skip
add("mime-smime", head("smime", "Content-Type: application/pkcs7-mime; name=smime.p7m",
    "Content-Transfer-Encoding: base64") + b64(PDF), files=[("smime.p7m", PDF)])  # fmt: skip
add("mime-encrypted", multipart("enc", "encrypted",
    ("Content-Type: application/pgp-encrypted", b"Version: 1"),
    ("Content-Type: application/octet-stream", b"-----BEGIN PGP MESSAGE-----\nabc")),
    files=[("version.asc", b"Version: 1"), ("encrypted.asc", b"-----BEGIN PGP MESSAGE-----\nabc")])  # fmt: skip
add("mime-tnef", multipart("tnef", "mixed", TEXT,
    ("Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64", b64(PDF))),
    text="Grüße", files=[("winmail.dat", PDF)])  # fmt: skip
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
add("mime-calendar", multipart("cal", "alternative", TEXT,
    ("Content-Type: text/calendar; method=REQUEST\nContent-Transfer-Encoding: base64", b64(ICS))),
    text="Grüße", files=[("invitation.ics", ICS)])  # fmt: skip
INNER = b"From: x@inner.example\nSubject: Inner: a/b\n\nInner text"
add("mime-attached-mail", multipart("rfc822", "mixed", TEXT, ("Content-Type: message/rfc822", INNER)),
    text="Grüße", files=[("Inner: a-b.eml", INNER)])  # fmt: skip
add("mime-attached-mail-encoded", multipart("rfc822b", "mixed", TEXT,
    (attachment("weiter.eml", "message/rfc822"), b64(INNER))),
    text="Grüße", files=[("weiter.eml", INNER)])  # fmt: skip
add("mime-text-file", multipart("textfile", "mixed", TEXT,
    ("Content-Type: text/csv; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n"
     "Content-Disposition: attachment; filename=preise.csv", b64(CSV))),
    text="Grüße", files=[("preise.csv", CSV)])  # fmt: skip
add("mime-only-file", head("onlyfile", "Content-Type: application/pdf; name=only.pdf",
    "Content-Transfer-Encoding: base64") + b64(PDF), files=[("only.pdf", PDF)])  # fmt: skip
add("mime-only-picture", head("onlypic", "Content-Type: image/gif",
    "Content-Transfer-Encoding: base64") + b64(GIF), files=[("picture.gif", GIF)])  # fmt: skip
add("mime-container-encoded", head("conte", 'Content-Type: multipart/mixed; boundary="z"',
    "Content-Transfer-Encoding: base64") + b64(chunks("z", TEXT)), text="Grüße aus dem Lager")  # fmt: skip
add("mime-empty", head("empty"), subject="Corpus")
add("mime-nothing", b"", sender="")
add("mime-blank", b"\n\n\n", sender="")
add("mime-binary-noise", bytes(range(256)) * 40, sender="")
add(
    "mime-no-mail-at-all",
    b"Just words, no header.",
    sender="",
    text="Just words, no header.",
)

# -- Transfer encodings -------------------------------------------------------------
for key, encoding, body, text in (
    ("base64-noise", "base64", b"R3Lh!vMOf\n ZQ==", None),
    ("base64-no-padding", "base64", b64("Grüße!".encode()).rstrip(b"="), "Grüße!"),
    (
        "base64-not",
        "base64",
        b"This text is not encoded at all, sorry",
        "not encoded at all",
    ),
    (
        "base64-footer",
        "base64",
        b64(b"Real words.") + b"\n\n_____\nThe list footer line here\n",
        "Real words.",
    ),
    ("base64-spaces", "BASE64 ", b64(b"Upper case name"), "Upper case name"),
    ("qp", "quoted-printable", quopri.encodestring("Grüße".encode()), "Grüße"),
    ("qp-broken", "quoted-printable", b"50 = 50 =ZZ =C3=BCber =", "über"),
    ("qp-lower", "Quoted-Printable", b"=c3=bcber", "über"),
    ("unknown", "x-strange", b"plain words", "plain words"),
    ("eightbit", "8bit;", "Grüße".encode(), "Grüße"),
):
    add(f"encoding-{key}", head(f"enc-{key}", "Content-Type: text/plain; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}") + body, text=text or [])  # fmt: skip
UU = b"begin 644 cat.txt\n#0V%T\n`\nend\n"
add("encoding-uuencode-inline", head("uu") + b"Before\n" + UU + b"After\n",
    text=["Before", "After"], files=[("cat.txt", b"Cat")])  # fmt: skip
add("encoding-uuencode-part", multipart("uup", "mixed", TEXT,
    ("Content-Type: text/x; name=cat.txt\nContent-Transfer-Encoding: x-uuencode", UU)),
    text="Grüße", files=[("cat.txt", b"Cat")])  # fmt: skip
add("encoding-uuencode-unfinished", head("uuu") + b"Before\nbegin 644 x\nand so we begin",
    text="and so we begin")  # fmt: skip
add("encoding-flowed", head("flow", "Content-Type: text/plain; format=flowed")
    + b"one line \nthat goes on\n\n-- \nIda", text="one line that goes on")  # fmt: skip

# -- File names ---------------------------------------------------------------------
for key, header, name in (
    ("2231", "filename*=utf-8''Rechnung%20%C3%9C.pdf", "Rechnung Ü.pdf"),
    (
        "2231-parts",
        "filename*0*=utf-8''Rech; filename*1*=nung%20%C3%9C; filename*2=\".pdf\"",
        "Rechnung Ü.pdf",
    ),
    ("2231-latin", "filename*=iso-8859-1'de'%DCber.pdf", "Über.pdf"),
    ("2231-no-charset", "filename*=%C3%9Cber.pdf", "Über.pdf"),
    ("2047", 'filename="=?utf-8?q?=C3=9Cber.pdf?="', "Über.pdf"),
    ("2047-split", 'filename="=?utf-8?q?=C3=9C?= =?utf-8?q?ber.pdf?="', "Über.pdf"),
    ("raw-utf8", 'filename="Über.pdf"', "Über.pdf"),
    ("no-quotes", "filename=my file.pdf", "my file.pdf"),
    ("semicolon", 'filename="a;b.pdf"', "a;b.pdf"),
    ("escaped", r'filename="a\"b.pdf"', "a_b.pdf"),
    ("path", 'filename="../../etc/passwd"', "passwd"),
    ("windows-path", 'filename="C:\\\\Users\\\\ida\\\\x.pdf"', "x.pdf"),
    ("direction", 'filename="gpj.\u202efdp.exe"', "gpj.fdp.exe"),
    ("unclosed", 'filename="open.pdf', "open.pdf"),
):
    add(f"name-{key}", multipart(f"name-{key}", "mixed", TEXT,
        (f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
         f"Content-Disposition: attachment; {header}", b64(PDF))),
        text="Grüße", files=[(name, PDF)])  # fmt: skip
add("name-none", multipart("name-none", "mixed", TEXT,
    ("Content-Type: application/pdf\nContent-Transfer-Encoding: base64", b64(PDF))),
    text="Grüße", files=[("document.pdf", PDF)])  # fmt: skip

# -- Hostile HTML -------------------------------------------------------------------
for key, html, text in (
    ("script", "<p>ok</p><script>alert(1)</script>", "ok"),
    ("handler", '<p onclick="alert(1)" onmouseover=alert(1)>ok</p>', "ok"),
    (
        "form",
        '<form action="https://evil.test"><input name=p>ok<button>go</button></form>',
        "ok",
    ),
    ("base", '<base href="https://evil.test/"><a href="x">ok</a>', "ok"),
    (
        "refresh",
        '<meta http-equiv="refresh" content="0;url=https://evil.test"><p>ok</p>',
        "ok",
    ),
    ("javascript", '<a href="java\tscript:alert(1)">ok</a>', "ok"),
    ("data-link", '<a href="data:text/html,<script>alert(1)</script>">ok</a>', "ok"),
    (
        "overlay",
        '<div style="position:fixed;top:0;left:0;width:100%;z-index:99">ok</div>',
        "ok",
    ),
    (
        "background",
        '<td background="https://evil.test/x.png" style="background:url(https://evil.test)">ok</td>',
        "ok",
    ),
    ("svg", "<svg onload=alert(1)><script>alert(1)</script></svg>ok", "ok"),
    ("iframe", '<iframe src="https://evil.test"></iframe>ok', "ok"),
    ("object", '<object data="x"></object><embed src="x">ok', "ok"),
    ("style", "<style>*{display:none}</style><p>ok</p>", "ok"),
    (
        "remote",
        '<img src="https://evil.test/t.png" srcset="https://evil.test/2x.png">ok',
        "ok",
    ),
    ("comment", "<!--[if mso]><script>alert(1)</script><![endif]-->ok", "ok"),
    (
        "noscript",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>ok',
        "ok",
    ),
    ("math", '<math><mi xlink:href="javascript:alert(1)">x</mi></math>ok', "ok"),
    ("unclosed", "<p>ok<b><i><u><a href='https://x.test'>link", "ok"),
    ("no-tags", "ok & <less", "ok"),
    ("entities", "&lt;script&gt;alert(1)&lt;/script&gt; ok", "ok"),
    (
        "video",
        '<video poster="https://evil.test/p.png" src="https://evil.test/v"></video>ok',
        "ok",
    ),
    (
        "import",
        "<p style=\"font-family:'x';@import 'https://evil.test/x.css'\">ok</p>",
        "ok",
    ),
    ("deep", "<div>" * 600 + "ok" + "</div>" * 600 + "<p>after</p>", ["ok", "after"]),
    (
        "very-deep",
        "<span>" * 6000 + "ok" + "</span>" * 6000 + "<p>after</p>",
        ["ok", "after"],
    ),
    (
        "xml",
        '<?xml version="1.0" encoding="utf-16"?><html xmlns="x"><p>ok</p></html>',
        "ok",
    ),
):
    add(f"html-{key}", head(f"html-{key}", "Content-Type: text/html; charset=utf-8")
        + html.encode(), text=text)  # fmt: skip

# -- Bombs --------------------------------------------------------------------------
add("bomb-parts", multipart("parts", "mixed", TEXT, *[("", b"x")] * 8000),
    text="Grüße aus dem Lager")  # fmt: skip
add("bomb-attachments", multipart("atts", "mixed", TEXT,
    *[("Content-Disposition: attachment; filename=a.txt", b"x")] * 1500), text="Grüße")  # fmt: skip
add("bomb-nested", head("nested", 'Content-Type: multipart/mixed; boundary="b0"') + b"".join(
    f'--b{i}\nContent-Type: multipart/mixed; boundary="b{i + 1}"\n\n'.encode() for i in range(400))
    + b"--b400\n\nInnermost\n")  # fmt: skip
add("bomb-line", head("line") + b"word " * 200_000, text="word word")
add("bomb-boundary-lines", head("bl", 'Content-Type: multipart/mixed; boundary="x"')
    + b"--x\n" * 20_000 + b"\nText\n")  # fmt: skip

# -- Programs -----------------------------------------------------------------------
for key, lines, kind, state in (
    ("auto-replied", ["Auto-Submitted: auto-replied"], "auto_reply", "refused"),
    ("auto-generated", ["Auto-Submitted: auto-generated"], "automatic", "processed"),
    ("x-autoreply", ["X-Autoreply: yes"], "auto_reply", "refused"),
    ("x-autorespond", ["X-Autorespond: away"], "auto_reply", "refused"),
    ("precedence-auto", ["Precedence: auto_reply"], "auto_reply", "refused"),
    ("precedence-bulk", ["Precedence: bulk"], "automatic", "processed"),
    ("suppress", ["X-Auto-Response-Suppress: All"], "automatic", "processed"),
    ("list", ["List-Id: <l.corpus.example>"], "mailing_list", "processed"),
    ("newsletter", ["List-Unsubscribe: <https://n.test>", "Feedback-ID: 1:2"], "newsletter", "refused"),
    ("return-path", ["Return-Path: <>"], "automatic", "processed"),
    ("auto-no", ["Auto-Submitted: no"], "person", "processed"),
):  # fmt: skip
    add(f"auto-{key}", head(f"auto-{key}", *lines) + b"I am a program", kind=kind,
        state=state, text="I am a program")  # fmt: skip
for key, subject in (
    ("en", "Automatic reply: your order"), ("en2", "Out of Office: Ida"),
    ("de", "Automatische Antwort: Bestellung"), ("de2", "Abwesenheitsnotiz"),
    ("fr", "Réponse automatique : commande"), ("es", "Respuesta automática: pedido"),
    ("it", "Risposta automatica: ordine"), ("nl", "Automatisch antwoord: bestelling"),
    ("pt", "Resposta automática: pedido"), ("pl", "Automatyczna odpowiedź: zamówienie"),
    ("sv", "Autosvar: order"), ("ru", "Автоответ: заказ"), ("zh", "自动回复: 订单"),
    ("ja", "自動返信: 注文"), ("fi", "Automaattinen vastaus: tilaus"),
):  # fmt: skip
    add(f"away-{key}", head(f"away-{key}", subject=subject) + b"I am away", subject=subject,
        kind="auto_reply", text="I am away")  # fmt: skip
DSN = (
    b"Reporting-MTA: dns; mx.corpus.example\n\n"
    b"Final-Recipient: rfc822; gone@corpus.example\nAction: failed\nStatus: 5.1.1\n"
)
add("bounce-report", multipart("dsn", "report", ("", b"It could not be delivered."),
    ("Content-Type: message/delivery-status", DSN), ("Content-Type: message/rfc822", INNER),
    sender="MAILER-DAEMON@mx.corpus.example", subject="Undelivered Mail Returned to Sender"),
    sender="mailer-daemon@mx.corpus.example", kind="bounce", state="refused",
    text="could not be delivered", subject="Undelivered Mail Returned to Sender",
    files=[("delivery-status.txt", DSN.rstrip(b"")), ("Inner: a-b.eml", INNER)])  # fmt: skip
add("bounce-plain", head("bouncep", "X-Failed-Recipients: gone@corpus.example",
    sender="Mail Delivery System <Mailer-Daemon@mx.corpus.example>",
    subject="Mail delivery failed: returning message to sender") + b"gone@corpus.example: unknown",
    sender="mailer-daemon@mx.corpus.example", kind="bounce", state="refused",
    text="gone@corpus.example")  # fmt: skip
add("bounce-delay", multipart("delay", "report", ("", b"Still trying."),
    ("Content-Type: message/delivery-status", DSN.replace(b"failed", b"delayed")),
    sender="postmaster@mx.corpus.example", subject="Delivery Status Notification (Delay)"),
    sender="postmaster@mx.corpus.example", kind="delay", state="refused", text="Still trying.",
    files=[("delivery-status.txt", DSN.replace(b"failed", b"delayed"))])  # fmt: skip
add("receipt-read", multipart("mdn", 'report; report-type="disposition-notification"',
    ("", b"Was read."), ("Content-Type: message/disposition-notification", b"Disposition: x")),
    kind="receipt", state="refused", text="Was read.",
    files=[("receipt.txt", b"Disposition: x")])  # fmt: skip
add("person-daemon-in-subject", head("daemon", subject="Question about mail delivery") + b"Hi",
    kind="person", text="Hi")  # fmt: skip


def main():
    """Write every mail and the table of expectations."""
    for old in HERE.glob("*.eml*"):
        old.unlink()
    for name, (raw, _expected) in MAILS.items():
        if len(raw) > 20_000:  # the bombs: much of the same
            (HERE / f"{name}.eml.gz").write_bytes(gzip.compress(raw, mtime=0))
        else:
            (HERE / f"{name}.eml").write_bytes(raw)
    table = {name: expected for name, (_raw, expected) in sorted(MAILS.items())}
    text = json.dumps(table, indent=1, ensure_ascii=False, sort_keys=True)
    (HERE / "expected.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
