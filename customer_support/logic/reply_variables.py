"""The variables of reply templates: which exist, how they are written and filled in.

A template is text with placeholders like ``{{ order.number }}`` and nothing else: no
expression is ever evaluated. What a customer typed is a value and stays text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

MAX_SUBJECT = 200

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"[a-z]+\.[a-z_]+")
_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Variable:
    """One documented variable.

    :param description: what it is, for whoever writes templates
    :param source: which document it is read from
    :param kind: text, number, date, amount or link
    :param is_private: says something of the customer or of his documents; never sent
        by itself to a sender who may be somebody else
    """

    name: str
    description: str
    source: str
    kind: str = "text"
    is_private: bool = True


_TABLE = (
    Variable("customer.first_name", "First name of the customer", "contact"),
    Variable("customer.name", "Name of the customer", "contact"),
    Variable("ticket.number", "Number of the ticket", "ticket", "number", False),
    Variable("ticket.subject", "Subject of the ticket", "ticket"),
    Variable("agent.name", "Name of the agent who answers", "user", "text", False),
    Variable("team.name", "Name of the team", "team", "text", False),
    Variable("company.name", "Name of the company", "company", "text", False),
    Variable("product.name", "Product of the ticket", "product"),
    Variable("order.number", "Number of the order", "order", "number"),
    Variable("order.date", "Day on which the order was placed", "order", "date"),
    Variable("order.amount", "Total of the order", "order", "amount"),
    Variable("delivery.number", "Number of the delivery", "transfer", "number"),
    Variable("delivery.carrier", "Name of the carrier", "transfer"),
    Variable("delivery.tracking_number", "Tracking numbers", "transfer", "number"),
    Variable("delivery.tracking_link", "Page of the carrier", "transfer", "link"),
    Variable("delivery.promised_date", "Day promised for the order", "order", "date"),
    Variable("delivery.scheduled_date", "Planned day, goods ready", "transfer", "date"),
    Variable("delivery.shipped_date", "Day on which it left us", "transfer", "date"),
    Variable("invoice.number", "Number of the invoice", "invoice", "number"),
    Variable("invoice.date", "Day of the invoice", "invoice", "date"),
    Variable("invoice.amount_due", "What is still due", "invoice", "amount"),
    Variable("invoice.due_date", "Day until which to pay", "invoice", "date"),
    Variable("refund.number", "Number of the credit note", "credit note", "number"),
    Variable("refund.amount", "Total of the credit note", "credit note", "amount"),
    Variable("refund.date", "Day of the credit note", "credit note", "date"),
)
VARIABLES = {variable.name: variable for variable in _TABLE}


class TemplateError(ValueError):
    """A text is no template.

    :param str reason: "unknown", "broken" or "in_tag"
    :param str part: the text at which it fails
    """

    def __init__(self, reason, part):
        super().__init__(f"{reason}: {part}")
        self.reason = reason
        self.part = part


@dataclass(frozen=True)
class Value:
    """What a variable stands for on one ticket.

    :param text: plain text, whoever wrote it
    :param source: in words, where it was read
    :param problem: in words, why it must not be sent; then the rest does not count
    :param links: (label, address) pairs of a variable of the kind link
    """

    text: str = ""
    source: str = ""
    problem: str = ""
    links: tuple[tuple[str, str], ...] = ()


def find_variables(text: str) -> tuple[str, ...]:
    """Return the names of the variables in a text, each once, in their order.

    :param text: plain text or HTML
    :raise TemplateError: a placeholder is unknown, broken, or inside of a tag
    """
    text = text or ""
    for tag in _TAG.findall(text):
        if "{{" in tag or "}}" in tag:
            raise TemplateError("in_tag", tag)
    names = [_get_name(match[1]) for match in _PLACEHOLDER.finditer(text)]
    rest = _PLACEHOLDER.sub("", text)
    for brace, where in (("{{", rest), ("}}", rest), ("{{{", text), ("}}}", text)):
        if brace in where:
            at = where.index(brace)
            raise TemplateError("broken", where[max(0, at - 10) : at + 20])
    return tuple(dict.fromkeys(names))


def is_private(names) -> bool:
    """Tell whether any of the variables says something of the customer's matters."""
    return any(VARIABLES[name].is_private for name in names)


def render_html(text: str, values: Mapping[str, Value]) -> str:
    """Fill in the variables of an HTML text; every value is escaped.

    :param values: at least the variables of the text; one with a problem stays visible
    """
    return _fill_in(text, values, _to_html)


def render_line(text: str, values: Mapping[str, Value]) -> str:
    """Fill in the variables of one line of plain text, which can be a mail header."""
    line = _fill_in(text, values, lambda value: value.text)
    return to_one_line(line)[:MAX_SUBJECT]


def to_one_line(text: str) -> str:
    """Return text without line ends and control characters."""
    return " ".join(_CONTROL.sub(" ", text or "").split())


def _fill_in(text, values, to_text):
    def get_text(match):
        name = _get_name(match[1])
        value = values[name]
        return f"[{name}]" if value.problem else to_text(value)

    # In one go: a value that looks like a placeholder is not looked at again.
    return _PLACEHOLDER.sub(get_text, text or "")


def _to_html(value):
    if not value.links:
        return escape(to_one_line(value.text))
    return ", ".join(
        f'<a href="{escape(address)}">{escape(to_one_line(label))}</a>'
        if address.startswith(("https://", "http://"))
        else escape(to_one_line(label))
        for label, address in value.links
    )


def _get_name(inner):
    """Return the variable that a placeholder names; editors write hard spaces."""
    name = unescape(inner).replace("\xa0", " ").strip()
    if not _NAME.fullmatch(name):
        raise TemplateError("broken", inner.strip())
    if name not in VARIABLES:
        raise TemplateError("unknown", name)
    return name


@dataclass(frozen=True)
class Rendered:
    """A template, filled in for one ticket.

    :param sources: (description, value, source) of each variable
    :param problems: in words, why it must not be sent as it is
    """

    subject: str = ""
    body: str = ""
    sources: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[str, ...] = ()
