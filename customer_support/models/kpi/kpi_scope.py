from dataclasses import dataclass, field
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.fields import Domain

from ...logic.kpi_estimate import Estimate

_ALL = ("team_id", "user_id", "channel_id")


@dataclass(frozen=True)
class KpiScope:
    """Whose figures: always companies, and where asked for teams, agents, channels."""

    company_ids: tuple
    team_ids: tuple = ()
    user_ids: tuple = ()
    channel_ids: tuple = ()
    zone: ZoneInfo = field(default=ZoneInfo("UTC"))

    @property
    def is_whole(self):
        """Tell whether it is all that the companies do."""
        return not (self.team_ids or self.user_ids or self.channel_ids)

    def get_domain(self, names=_ALL):
        """Return the domain of records that have these fields beside ``company_id``."""
        domain = Domain("company_id", "in", self.company_ids)
        for name in names:
            ids = getattr(self, f"{name}s")
            if ids:
                domain &= Domain(name, "in", ids)
        return domain

    def fits(self, names):
        """Tell whether records that only have these fields can be confined to it."""
        return all(
            getattr(self, f"{name}s") == () for name in _ALL if name not in names
        )


@dataclass(frozen=True)
class KpiFigure:
    """A figure, and the records behind it."""

    estimate: Estimate
    model: str
    domain: Domain


def within(period, name):
    """Return the domain of records whose instant lies in the period."""
    return Domain(name, ">=", to_naive(period.start)) & Domain(
        name, "<", to_naive(period.end)
    )


def to_naive(instant):
    """Return naive UTC, as the database keeps it."""
    return instant.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


def to_plain(domain):
    """Return a domain as JSON has it: lists, instants as text."""
    return [_to_plain_item(item) for item in domain]


def _to_plain_item(item):
    if isinstance(item, str):
        return item
    name, operator, value = item
    if hasattr(value, "isoformat"):
        value = (
            fields.Datetime.to_string(value)
            if hasattr(value, "hour")
            else fields.Date.to_string(value)
        )
    elif isinstance(value, (tuple, set, frozenset)) or hasattr(value, "__iter__"):
        value = value if isinstance(value, str) else list(value)
    return [name, operator, value]
