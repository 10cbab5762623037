from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import KPI_VERDICTS, SPIKE_DIRECTIONS
from ...logic.kpi_period import Period, get_period
from ...logic.kpi_spikes import find_spikes
from .kpi_scope import to_naive, within

_BASELINE_WEEKS = 8
# Fewer weeks do not tell what is usual.
_FEWEST_WEEKS = 4
_EXAMPLES = 5
# {field of the spike: field of the tickets}
_KEYS = {"tag_id": "tag_ids", "category_id": "category_id"}


class SupportKpiSpike(models.Model):
    """A tag or contact reason that rose or fell in a week by more than chance.

    Found once a week, with the number of comparisons taken into account
    (``logic/kpi_spikes.py``), and kept as it was found.
    """

    _name = "support.kpi.spike"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Sudden Rise or Fall"
    _order = "week_date desc, p, id"
    _mail_post_access = "read"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True)
    week_date = fields.Date("Week From", required=True)
    tag_id = fields.Many2one("support.tag", ondelete="cascade", index="btree_not_null")
    category_id = fields.Many2one(
        "support.category",
        "Contact Reason",
        ondelete="cascade",
        index="btree_not_null",
    )
    direction = fields.Selection(SPIKE_DIRECTIONS, required=True)
    verdict = fields.Selection(
        KPI_VERDICTS,
        required=True,
        help="Whether more of it is good is said by the tag; more faults are bad.",
    )
    count = fields.Integer("Tickets")
    expected = fields.Float(
        digits=(16, 1), help="Mean of the weeks before that one, eight at most."
    )
    p = fields.Float(
        "Probability",
        digits=(16, 6),
        aggregator=None,
        help="How likely such a week is if nothing has changed.",
    )
    example_ids = fields.Many2many("support.ticket", string="Examples")

    _key_uniq = models.UniqueIndex(
        "(company_id, week_date, COALESCE(tag_id, 0), COALESCE(category_id, 0))"
    )

    @api.depends("tag_id", "category_id", "direction", "count", "expected")
    @api.depends_context("lang")
    def _compute_name(self):
        for spike in self:
            values = {
                "subject": spike._get_subject(),
                "count": spike.count,
                "expected": round(spike.expected, 1),
            }
            if spike.direction == "rise":
                spike.name = self.env._(
                    "“%(subject)s” rose: %(count)s tickets, %(expected)s expected",
                    **values,
                )
            else:
                spike.name = self.env._(
                    "“%(subject)s” fell: %(count)s tickets, %(expected)s expected",
                    **values,
                )

    def _get_subject(self):
        # Whoever reads it may know what it is about.
        return self.sudo().tag_id.name or self.sudo().category_id.name

    # -- Cron -----------------------------------------------------------------------
    @api.model
    def _cron_find_spikes(self):
        """Look at the last week of every company, once."""
        for company in self.env["res.company"].search([]):
            self._find_in_company(company, fields.Datetime.now())
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _find_in_company(self, company, now):
        """Write down what rose or fell in the last week that is over.

        :param datetime now: naive UTC
        :return: the spikes that were not known
        """
        zone = _get_zone(company)
        local = now.replace(tzinfo=timezone.utc).astimezone(zone)
        week, *weeks_before = (
            get_period("week", local.date() - timedelta(weeks=number), zone)
            for number in range(1, _BASELINE_WEEKS + 2)
        )
        week_date = week.start.astimezone(zone).date()
        known = Domain("company_id", "=", company.id)
        known &= Domain("week_date", "=", week_date)
        weeks_before = self._leave_out_unlived(company, weeks_before)
        if len(weeks_before) < _FEWEST_WEEKS or self.search_count(known, limit=1):
            return self.browse()
        span = Period(weeks_before[-1].start, week.end)
        spikes = self.create(
            [
                self._prepare_spike_vals(company, week_date, span, spike)
                for spike in self._compare(company, week, weeks_before)
            ]
        )
        spikes._tell_managers()
        return spikes

    @api.model
    def _leave_out_unlived(self, company, weeks):
        """Return the weeks that began after the first ticket of the company.

        Before that nothing was counted, which is not the same as nothing happened.
        """
        first = self.env["support.ticket"].search(
            [("company_id", "=", company.id), ("received_date", "!=", False)],
            order="received_date",
            limit=1,
        )
        return [
            week
            for week in weeks
            if first and to_naive(week.start) >= first.received_date
        ]

    @api.model
    def _compare(self, company, week, weeks_before):
        """Return what the weeks before, the latest first, do not explain."""
        counts = self._count_week(company, week)
        before = [self._count_week(company, week) for week in reversed(weeks_before)]
        keys = {key for found in (counts, *before) for key in found}
        return find_spikes(
            counts, {key: [found.get(key, 0) for found in before] for key in keys}
        )

    @api.model
    def _get_ticket_domain(self, company, period):
        return (
            Domain("company_id", "=", company.id)
            & Domain("cancel_reason", "not in", ("spam", "merged", "duplicate"))
            & within(period, "received_date")
        )

    @api.model
    def _count_week(self, company, week):
        """Return {(field, id): how many tickets of the week}."""
        domain = self._get_ticket_domain(company, week)
        tickets = self.env["support.ticket"]
        return {
            (name, record.id): count
            for name, field in _KEYS.items()
            for record, count in tickets._read_group(domain, [field], ["__count"])
            if record
        }

    @api.model
    def _prepare_spike_vals(self, company, week_date, span, spike):
        name, record_id = spike.key
        domain = self._get_ticket_domain(company, span)
        domain &= Domain(_KEYS[name], "in", [record_id])
        examples = self.env["support.ticket"].search(
            domain, order="received_date desc, id desc", limit=_EXAMPLES
        )
        return {
            "company_id": company.id,
            "week_date": week_date,
            name: record_id,
            "direction": spike.direction,
            "verdict": self._get_verdict(name, record_id, spike.direction),
            "count": spike.count,
            "expected": spike.expected,
            "p": spike.p,
            "example_ids": examples.ids,
        }

    @api.model
    def _get_verdict(self, name, record_id, direction):
        """Return whether a rise or fall of it is good news."""
        if name == "tag_id":
            polarity = self.env["support.tag"].browse(record_id).polarity
        else:
            category = self.env["support.category"].browse(record_id)
            polarity = "bad" if category.request_type == "fault" else "neutral"
        opposite = {"good": "bad", "bad": "good", "neutral": "neutral"}
        return polarity if direction == "rise" else opposite[polarity]

    def _tell_managers(self):
        """Give every manager of the company something to do about it."""
        managers = self.env.ref("customer_support.customer_support_group_manager")
        people = managers.all_user_ids - self.env.ref("base.user_root")
        pairs = [
            (spike, user)
            for spike in self
            for user in people
            if spike.company_id in user.company_ids and not user.share
        ]
        for spike, user in pairs:
            spike.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=spike._get_summary(user),
            )

    def _get_summary(self, user):
        spike = self.with_context(lang=user.lang)
        labels = dict(spike._fields["verdict"]._description_selection(spike.env))
        return self.with_context(lang=user.lang).env._(
            "%(verdict)s: %(spike)s",
            verdict=labels[spike.verdict],
            spike=spike.name,
        )

    # -- Actions --------------------------------------------------------------------
    def action_open_tickets(self):
        """Open the tickets of the week that were counted."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "support.ticket",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._get_counted_domain()),
        }

    def _get_counted_domain(self):
        week = get_period("week", self.week_date, _get_zone(self.company_id))
        field = _KEYS["tag_id" if self.tag_id else "category_id"]
        key = self.tag_id or self.category_id
        domain = self._get_ticket_domain(self.company_id, week)
        return domain & Domain(field, "in", key.ids)


def _get_zone(company):
    # The hours of a company are no secret to those who work for it.
    return ZoneInfo(company.sudo().resource_calendar_id.tz or "UTC")
