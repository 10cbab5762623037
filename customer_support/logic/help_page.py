"""What search engines are told about pages of the help centre, without a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

_CONTEXT = "https://schema.org"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MAX_DESCRIPTION = 155
_MAX_ANSWER = 2000


@dataclass(frozen=True)
class Question:
    """An article as a question and its answer, in plain text."""

    title: str
    answer: str


def describe_questions(questions: Iterable[Question]) -> dict:
    """Return the structured data of a page of questions (schema.org FAQPage)."""
    entities = [
        {
            "@type": "Question",
            "name": question.title,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": question.answer[:_MAX_ANSWER],
            },
        }
        for question in questions
    ]
    if not entities:
        return {}
    return {"@context": _CONTEXT, "@type": "FAQPage", "mainEntity": entities}


def describe_article(
    question: Question, lang: str, published: datetime | None, publisher: str
) -> dict:
    """Return the structured data of an article (schema.org Article)."""
    described = {
        "@context": _CONTEXT,
        "@type": "Article",
        "headline": question.title[:110],
        "description": shorten(question),
        "inLanguage": get_language_tag(lang),
        "publisher": {"@type": "Organization", "name": publisher},
    }
    if published:
        described["dateModified"] = f"{published.isoformat(timespec='seconds')}Z"
    return described


def shorten(question: Question) -> str:
    """Return the beginning of the answer, cut between words."""
    text = " ".join(question.answer.split())
    if len(text) <= _MAX_DESCRIPTION:
        return text
    return f"{text[:_MAX_DESCRIPTION].rsplit(' ', 1)[0]}…"


def get_language_tag(code: str) -> str:
    """Return the code of a language as browsers write it: “it-IT”."""
    return code.split("@")[0].replace("_", "-")


def is_same_language(one: str, other: str) -> bool:
    """Tell whether who reads one language reads the other: “de_AT” and “de_DE”."""
    return bool(one and other) and one.split("_")[0] == other.split("_")[0]


def list_pages(pages: Iterable[tuple[str, datetime | None]]) -> str:
    """Return a sitemap of (address, when it changed)."""
    lines = []
    for address, changed in pages:
        date = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(address)}</loc>{date}</url>")
    return _wrap("urlset", lines)


def list_maps(addresses: Iterable[str]) -> str:
    """Return a sitemap of sitemaps."""
    lines = [
        f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses
    ]
    return _wrap("sitemapindex", lines)


def _wrap(tag, lines):
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    body = "\n".join(lines)
    return f'{head}\n<{tag} xmlns="{_SITEMAP}">\n{body}\n</{tag}>\n'
