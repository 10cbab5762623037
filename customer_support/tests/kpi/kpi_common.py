import random
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from ...logic.kpi_period import get_period
from ..common import SupportCommon

ROME = ZoneInfo("Europe/Rome")
UTC = timezone.utc
# Local hours in which the team works, Monday to Friday.
HOURS = ((9, 13), (14, 18))


class KpiCommon(SupportCommon):
    """A team in Rome with hours of its own, and a year of tickets from a seed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Rome",
                "tz": "Europe/Rome",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning" if start < 12 else "afternoon",
                        }
                    )
                    for day in range(5)
                    for start, end in HOURS
                ],
            }
        )
        cls.company.resource_calendar_id = cls.calendar
        (cls.team + cls.second_team).calendar_id = cls.calendar
        cls.figures = cls.env["support.kpi.figures"].with_user(cls.manager)

    def _compute(self, kind="month", day=date(2025, 6, 15), scope=None, user=None):
        """Return the payload of the period that has that day, as the manager."""
        period = get_period(kind, day, ROME)
        user = user or self.manager
        figures = self.figures.with_user(user)
        figures = figures.with_context(allowed_company_ids=user.company_ids.ids)
        return figures._compute(
            {"company_ids": self.company.ids, **(scope or {})}, period.start, period.end
        )

    def _get_values(self, **kwargs):
        """Return {code: value} of a period."""
        figures = self._compute(**kwargs)["figures"]
        return {code: figure["value"] for code, figure in figures.items()}

    @classmethod
    def _create_past(cls, rows):
        """Create tickets whose life is over: instants are written past the guards.

        :param rows: dicts of values; instants naive UTC, "kind" of the stage
        """
        tickets = cls.env["support.ticket"].create(
            [
                {
                    "name": f"Matter {number}",
                    "partner_id": cls.customer.id,
                    "team_id": cls.team.id,
                    "company_id": cls.company.id,
                    **{
                        name: value
                        for name, value in row.items()
                        if name in ("partner_id", "team_id", "user_id", "sale_order_id")
                        or name in ("category_id", "channel_id", "product_id")
                    },
                }
                for number, row in enumerate(rows)
            ]
        )
        cls.env.flush_all()
        # What policies promised now says nothing about the past.
        cls.env.cr.execute(
            "DELETE FROM support_sla_clock WHERE ticket_id = ANY(%s)", [tickets.ids]
        )
        for ticket, row in zip(tickets, rows, strict=True):
            cls._write_past(ticket, row)
        cls.env.invalidate_all()
        return tickets

    @classmethod
    def _write_past(cls, ticket, row):
        kind = row.get("kind", "open")
        values = {
            "stage_kind": kind,
            "stage_id": cls.env["support.stage"]._find_for_kind(kind, cls.team).id,
            **{
                name: row.get(name)
                for name in (
                    *("received_date", "first_response_date", "solved_date"),
                    *("closed_date", "last_agent_message_date", "cancel_reason"),
                    *("last_customer_message_date", "reopen_count"),
                )
            },
        }
        pairs = [SQL("%s = %s", SQL.identifier(n), v) for n, v in values.items()]
        cls.env.execute_query(
            SQL(
                "UPDATE support_ticket SET %s WHERE id = %s RETURNING id",
                SQL(", ").join(pairs),
                ticket.id,
            )
        )

    @classmethod
    def _invent_year(cls, count=300, seed=20):
        """Return rows of tickets of 2025, for ``_create_past``."""
        chance = random.Random(seed)
        start = datetime(2025, 1, 1)
        rows = []
        for _number in range(count):
            received = start + timedelta(seconds=chance.randrange(365 * 86400))
            rows.append(cls._invent_ticket(chance, received))
        return rows

    @classmethod
    def _invent_ticket(cls, chance, received):
        row = {
            "received_date": received,
            "partner_id": chance.choice((cls.customer, cls.other_customer)).id,
            "team_id": chance.choice((cls.team, cls.second_team)).id,
            "user_id": chance.choice((cls.agent, cls.agent_own)).id,
            "reopen_count": chance.choice((0, 0, 0, 0, 1)),
            "last_customer_message_date": received,
        }
        if chance.random() < 0.1:
            reason = chance.choice(("spam", "merged", "not_needed"))
            end = received + timedelta(hours=chance.randrange(1, 50))
            return {
                **row,
                "kind": "cancelled",
                "closed_date": end,
                "cancel_reason": reason,
            }
        if chance.random() < 0.1:
            return {**row, "kind": "open"}
        answered = received + timedelta(seconds=chance.randrange(60, 5 * 86400))
        again = chance.random() < 0.4
        last = (
            answered + timedelta(hours=chance.randrange(1, 90)) if again else answered
        )
        if again and chance.random() < 0.5:
            row["last_customer_message_date"] = answered + timedelta(minutes=30)
        solved = last + timedelta(seconds=chance.randrange(0, 3 * 86400))
        return {
            **row,
            "kind": chance.choice(("solved", "closed")),
            "first_response_date": answered,
            "last_agent_message_date": last,
            "solved_date": solved,
            "closed_date": solved if chance.random() < 0.5 else None,
        }


def work(start, end):
    """Return working hours between two naive UTC instants, by looking at every day."""
    total = 0.0
    first, last = (at.replace(tzinfo=UTC).astimezone(ROME) for at in (start, end))
    day = first.date()
    while day <= last.date():
        for opening, closing in HOURS if day.weekday() < 5 else ():
            begin = datetime.combine(day, time(opening), ROME).timestamp()
            finish = datetime.combine(day, time(closing), ROME).timestamp()
            overlap = min(finish, last.timestamp()) - max(begin, first.timestamp())
            total += max(0.0, overlap)
        day += timedelta(days=1)
    return total / 3600


def local_month(instant):
    """Return the month in Rome of a naive UTC instant, None for None."""
    if not instant:
        return None
    local = instant.replace(tzinfo=UTC).astimezone(ROME)
    return local.year, local.month


def to_datetime(text):
    return fields.Datetime.to_datetime(text)
