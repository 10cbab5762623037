"""What the customer history is made of: whose it is, what shows, where it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# Rows per section; what is older is counted and opened as a list.
ROW_LIMIT = 5


@dataclass(frozen=True)
class HistoryScope:
    """Whose history it is: the border that no document crosses.

    :param ticket: the ``support.ticket`` beside which it is shown, as the user
    :param partner_sudo: the commercial partner
    :param company_sudo: the ticket's company
    :param now: naive UTC
    :param today_start: naive UTC; when the user's day began: due before it means late
    """

    ticket: models.BaseModel
    partner_sudo: models.BaseModel
    company_sudo: models.BaseModel
    now: datetime
    today_start: datetime

    def get_domain(self, *partner_paths):
        """Return the company's documents that these fields make the customer's."""
        domain = Domain("company_id", "=", self.company_sudo.id)
        for path in partner_paths:
            domain &= Domain(f"{path}.commercial_partner_id", "=", self.partner_sudo.id)
        return domain

    def get_linked_sql(self, field_name):
        """Return the ids behind a many2many of the ticket, without reading them first.

        :return: ``SQL``, a subselect
        """
        link = self.ticket._fields[field_name]
        return SQL(
            "(SELECT %s FROM %s WHERE %s = %s)",
            SQL.identifier(link.column2),
            SQL.identifier(link.relation),
            SQL.identifier(link.column1),
            self.ticket.id,
        )


@dataclass(frozen=True, eq=False)
class HistorySource:
    """Records of one model that feed a section, or that a figure counts.

    :param records: empty recordset of the model, in the environment that reads
    :param domains: disjoint; each is answered by its own index
    :param date_field: what the rows are sorted by, newest first
    :param field_names: what ``prepare_row`` reads, fetched at once for all rows; with
        the fields of the model's record rules among them no row costs a query
    :param prepare_row: from a record and the ``HistoryScope`` to the values described
        at ``support.ticket.get_customer_history``; without it the source only counts
    :param linked: ids that the ticket is about, as ``SQL``; they come first, whatever
        their age
    """

    records: models.BaseModel
    domains: tuple[Domain, ...]
    date_field: str = "id"
    field_names: tuple[str, ...] = ()
    prepare_row: Callable | None = None
    linked: SQL = SQL("(NULL)")


@dataclass(frozen=True)
class FoundRecords:
    """What a source has: how many, and which of them are shown."""

    count: int
    latest_ids: list[int]
    linked_ids: list[int]


@dataclass(frozen=True)
class HistorySection:
    """A list of rows in the panel.

    :param key: stable technical name
    :param label: translated title
    :param empty: translated sentence for a customer without any
    :param total: counts also what the user may not see, when the sources do not
    :param list_action: xml id of the window action behind "Show all"
    :param list_domain: what that list shows, for users with rights of their own
    """

    key: str
    label: str
    empty: str
    sources: tuple[HistorySource, ...]
    total: HistorySource | None = None
    list_action: str = ""
    list_domain: Domain = field(default=Domain.FALSE)
