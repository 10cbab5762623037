from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import QUADRANTS, WORTHS
from ...logic.kpi_patterns import get_quadrant

_PAST = timedelta(days=90)
_AFTER = timedelta(days=30)
# Fewer answers than that say nothing about what customers think of a reason.
_FEWEST_ANSWERS = 10
# Of a reason for which nobody has written lately.
_NOTHING_SAID = {
    "count": 0,
    "money": 0,
    "answers": 0,
    "satisfied_percent": 0,
    "company_data": False,
    "customer_data": False,
}


class SupportReasonValue(models.Model):
    """What contacts for a reason are worth, to us and to the customer, and what we do.

    The value/irritant matrix of Price and Jaffe. The data propose, a manager decides:
    his judgement is kept when the data are read again.
    """

    _name = "support.reason.value"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Value of a Contact Reason"
    _order = "count desc, id"
    _rec_name = "category_id"

    category_id = fields.Many2one(
        "support.category",
        "Contact Reason",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # What the data say
    read_date = fields.Datetime(
        "Data Of", readonly=True, help="The 90 days before it are counted."
    )
    count = fields.Integer("Tickets", readonly=True)
    money = fields.Monetary(
        "Money per Ticket",
        readonly=True,
        aggregator=None,
        help="Orders of the customer in the 30 days after he wrote, less refunds.",
    )
    answers = fields.Integer(readonly=True)
    satisfied_percent = fields.Float("Satisfied (%)", readonly=True, aggregator=None)
    company_data = fields.Selection(
        WORTHS,
        "For Us, by the Data",
        readonly=True,
        help="More money per ticket than the mean of all tickets.",
    )
    customer_data = fields.Selection(
        WORTHS,
        "For Customers, by the Data",
        readonly=True,
        help="As satisfied as on the mean or more; unknown below ten answers.",
    )
    # What a manager says
    company_judgement = fields.Selection(
        WORTHS, "For Us", tracking=True, help="Empty: what the data say."
    )
    customer_judgement = fields.Selection(
        WORTHS, "For Customers", tracking=True, help="Empty: what the data say."
    )
    quadrant = fields.Selection(
        QUADRANTS,
        "Advice",
        compute="_compute_quadrant",
        store=True,
        help="Valuable to both: encourage. Only to us: simplify. Only to customers: "
        "let them do it themselves. To nobody: remove the cause.",
    )
    action = fields.Char("What We Do", tracking=True)
    user_id = fields.Many2one(
        "res.users", "Owner", tracking=True, domain="[('share', '=', False)]"
    )
    due_date = fields.Date("Until", tracking=True)

    _reason_uniq = models.Constraint(
        "unique (category_id, company_id)", "This reason is judged already."
    )

    @api.depends(
        "company_data", "customer_data", "company_judgement", "customer_judgement"
    )
    def _compute_quadrant(self):
        worth = {"valuable": 1, "irritant": -1}
        for value in self:
            company = value.company_judgement or value.company_data
            customer = value.customer_judgement or value.customer_data
            value.quadrant = (
                get_quadrant(worth[company], worth[customer])
                if company and customer
                else False
            )

    # -- What the data say ------------------------------------------------------------
    @api.model
    def _cron_read_values(self):
        """Read the data of every company again."""
        for company in self.env["res.company"].search([]):
            self._read_company(company, fields.Datetime.now())
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _read_company(self, company, now):
        """Write what the last 90 days say; judgements stay.

        :param datetime now: naive UTC
        """
        counts = self._get_money(company, now)
        satisfaction = self._get_satisfaction(company, now)
        tickets = sum(count for count, _money in counts.values())
        money_mean = sum(money for _count, money in counts.values()) / (tickets or 1)
        values = self.search([("company_id", "=", company.id)])
        known = values.grouped("category_id")
        unheard = values.filtered(lambda value: value.category_id.id not in counts)
        unheard.write({"read_date": now, **_NOTHING_SAID})
        for reason in self.env["support.category"].browse(counts).exists():
            vals = self._prepare_data_vals(
                counts[reason.id], money_mean, satisfaction, reason.id
            )
            vals["read_date"] = now
            if reason in known:
                known[reason].write(vals)
            else:
                self.create(
                    {"category_id": reason.id, "company_id": company.id, **vals}
                )

    @api.model
    def _prepare_data_vals(self, counted, money_mean, satisfaction, reason_id):
        count, money = counted
        high, answers = satisfaction.get(reason_id, (0, 0))
        whole_high = sum(pair[0] for pair in satisfaction.values())
        whole = sum(pair[1] for pair in satisfaction.values())
        customer = False
        if answers >= _FEWEST_ANSWERS:
            # Compared without division: equal shares stay equal.
            pleased = high * whole >= whole_high * answers
            customer = "valuable" if pleased else "irritant"
        return {
            "count": count,
            "money": money / count,
            "answers": answers,
            "satisfied_percent": 100 * high / answers if answers else 0,
            "company_data": "valuable" if money / count > money_mean else "irritant",
            "customer_data": customer,
        }

    @api.model
    def _get_money(self, company, now):
        """Return {id of the reason: (tickets, money)} of the last 90 days."""
        self.env["sale.order"].flush_model(["state", "date_order", "amount_untaxed"])
        figures = self.env["support.kpi.figures"]
        domain = self._get_read_domain(company, now) & Domain("reason_id", "!=", False)
        rows = figures._query(
            "support.ticket.report",
            domain,
            SQL(
                """
                ticket_id, reason_id, (
                    SELECT SUM(ordered.amount_untaxed
                               / COALESCE(NULLIF(ordered.currency_rate, 0), 1))
                      FROM sale_order AS ordered
                      JOIN res_partner AS buyer ON buyer.id = ordered.partner_id
                     WHERE buyer.commercial_partner_id = facts.commercial_partner_id
                       AND ordered.company_id = %s AND ordered.state = 'sale'
                       AND ordered.date_order >= facts.received_date
                       AND ordered.date_order < facts.received_date + %s)
                """,
                company.id,
                _AFTER,
            ),
        )
        refunds = self._get_refunds(company, now)
        found = {}
        for ticket_id, reason_id, orders in rows:
            count, money = found.get(reason_id, (0, 0.0))
            gain = float(orders or 0) - refunds.get(ticket_id, 0)
            found[reason_id] = (count + 1, money + gain)
        return found

    @api.model
    def _get_refunds(self, company, now):
        """Return {id of the ticket: refunded, in the currency of the company}."""
        groups = self.env["support.refund"]._read_group(
            [
                ("ticket_id.company_id", "=", company.id),
                ("ticket_id.received_date", ">=", now - _PAST),
                ("state", "=", "done"),
            ],
            ["ticket_id", "currency_id"],
            ["amount:sum"],
        )
        refunds = {}
        for ticket, currency, amount in groups:
            amount = currency._convert(amount, company.currency_id, company)
            refunds[ticket.id] = refunds.get(ticket.id, 0) + amount
        return refunds

    @api.model
    def _get_satisfaction(self, company, now):
        """Return {id of the reason: (satisfied, answers)} of the last 90 days."""
        groups = self.env["support.feedback.report"]._read_group(
            [
                ("company_id", "=", company.id),
                ("metric", "=", "csat"),
                ("band", "!=", False),
                ("date", ">=", now - _PAST),
                ("date", "<", now),
                ("category_id", "!=", False),
            ],
            ["category_id", "band"],
            ["__count"],
        )
        found = {}
        for category, band, count in groups:
            reason = category.parent_id if category.level == "cause" else category
            high, answers = found.get(reason.id, (0, 0))
            found[reason.id] = (high + count * (band == "high"), answers + count)
        return found

    # -- Actions --------------------------------------------------------------------
    def action_open_tickets(self):
        """Open the tickets for this reason that were counted."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.category_id.display_name,
            "res_model": "support.ticket.report",
            "views": [(False, "list"), (False, "pivot"), (False, "form")],
            "domain": list(self._get_counted_domain()),
        }

    def _get_counted_domain(self):
        return self._get_read_domain(self.company_id, self.read_date) & Domain(
            "reason_id", "=", self.category_id.id
        )

    @api.model
    def _get_read_domain(self, company, now):
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("received_date", ">=", now - _PAST)
        return domain & Domain("received_date", "<", now)
