from collections import defaultdict
from datetime import timedelta
from math import ceil

from odoo import api, fields, models, tools

from ...const import CHANNEL_KINDS
from ...logic.sla_promise import get_percentile

# The promise is compared with what four of five customers got in the last weeks.
_PROMISE_SHARE = 80
_PROMISE_WEEKS = 4
_PROMISE_TICKETS = 5000


class SupportChannel(models.Model):
    _name = "support.channel"
    _inherit = ["support.cached.mixin"]
    _description = "Support Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(CHANNEL_KINDS, required=True, default="mail")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: all companies."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Opening Hours",
        help="When this channel is answered. Empty: around the clock.",
    )
    is_public = fields.Boolean(
        "Public Replies",
        help="What is answered here everybody can read, not only the customer.",
    )
    note = fields.Text(
        "Published Note",
        translate=True,
        help="Shown to customers beside the opening hours.",
    )

    is_published = fields.Boolean(
        "On the Contact Page",
        help="Anybody reads its hours, its expected reply time and its note there.",
    )
    promise_minutes = fields.Integer(
        "Promised Answer Within (Minutes)",
        help="What customers are told, in the opening hours. 0: nothing.",
    )
    measured_minutes = fields.Integer(
        "Four of Five Answered Within (Minutes)",
        compute="_compute_measured_minutes",
        help="First answers of the last four weeks, in the opening hours.",
    )
    is_promise_too_good = fields.Boolean(
        "Promises More Than Is Delivered", compute="_compute_measured_minutes"
    )

    _promise_minutes_positive = models.Constraint(
        "CHECK (promise_minutes >= 0)", "A promise cannot be negative."
    )

    @api.depends("promise_minutes", "calendar_id")
    def _compute_measured_minutes(self):
        spans = self._get_first_response_spans()
        for channel in self:
            # A channel that is being edited is measured as it was saved.
            measured = get_percentile(
                channel.calendar_id._measure_working_time(spans[channel._origin.id]),
                _PROMISE_SHARE,
            )
            minutes = ceil(measured.total_seconds() / 60) if measured is not None else 0
            channel.measured_minutes = minutes
            channel.is_promise_too_good = 0 < channel.promise_minutes < minutes

    def _get_first_response_spans(self):
        """Return when the tickets of the last weeks came in and were first answered.

        :return: {id of the channel: list of (received, answered), naive UTC}
        """
        since = fields.Datetime.now() - timedelta(weeks=_PROMISE_WEEKS)
        # The channel is judged by all its tickets, also those of other teams.
        tickets_sudo = (
            self.env["support.ticket"]
            .sudo()
            .search_fetch(
                [
                    ("channel_id", "in", self._origin.ids),
                    ("received_date", ">=", since),
                    ("first_response_date", "!=", False),
                ],
                ["channel_id", "received_date", "first_response_date"],
                order="id desc",
                limit=_PROMISE_TICKETS,
            )
        )
        spans = defaultdict(list)
        for ticket in tickets_sudo:
            span = (ticket.received_date, ticket.first_response_date)
            spans[ticket.channel_id.id].append(span)
        return spans

    # -- Contact page ---------------------------------------------------------------
    @api.model
    def _get_published(self, company):
        """Return the channels that anybody may know of, as superuser.

        :param company: ``res.company`` whose page it is
        """
        return self.sudo().search(
            [("is_published", "=", True), ("company_id", "in", (False, company.id))]
        )

    def _get_contact(self, now):
        """Return what the contact page tells of the channel, and nothing else.

        :param datetime now: naive UTC
        :return: dict of ``name``, ``kind``, ``note``, ``promise``, ``zone`` (False:
            around the clock) and ``days``, the next seven as (date, list of periods)
        """
        self.ensure_one()
        return {
            "name": self.name,
            "kind": self.kind,
            "note": self.note or "",
            "promise": self._get_promise_text(),
            "zone": self.calendar_id.tz,
            "days": self.calendar_id and self.calendar_id._get_open_days(now, 7),
        }

    def _get_promise_text(self):
        hours, minutes = divmod(self.promise_minutes, 60)
        if not self.promise_minutes:
            return ""
        if not hours:
            return self.env._("We answer within %(count)s minutes.", count=minutes)
        if not minutes:
            return self.env._("We answer within %(count)s hours.", count=hours)
        return self.env._(
            "We answer within %(hours)s h %(minutes)s min.",
            hours=hours,
            minutes=minutes,
        )

    @api.model
    def _get_by_kind(self, kind, company=None):
        """Return the first active channel of that kind, possibly none.

        :param str kind: see ``const.CHANNEL_KINDS``
        :param company: ``res.company``; default: the current one
        """
        company = company or self.env.company
        return self.browse(self._get_id_by_kind(kind, company.id))

    @api.model
    @tools.ormcache("kind", "company_id")
    def _get_id_by_kind(self, kind, company_id):
        # Channels are configuration: the same for every user of the company.
        channels_sudo = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", (False, company_id))]
        )
        return channels_sudo.sorted(lambda channel: not channel.company_id)[:1].id

    @api.model
    @tools.ormcache("channel_id")
    def _get_kind_of_id(self, channel_id):
        return self.sudo().browse(channel_id).kind
