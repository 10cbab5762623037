from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SupportProactiveSource(models.AbstractModel):
    """Where a rule finds documents that customers will ask about.

    Add a kind of event by extending the selection ``event`` and defining
    ``_get_<event>_source()`` and ``_prepare_<event>_vals(document)``.
    """

    _name = "support.proactive.source"
    _description = "Documents That Customers Will Ask About"

    def _find_documents(self, limit=None):
        """Find what the rule is for and nobody was told of, the oldest first."""
        self.ensure_one()
        model, date_name, domain = getattr(self, f"_get_{self.event}_source")()
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= self._get_period_domain(date_name) if date_name else Domain.TRUE
        domain &= Domain("id", "not in", self._get_known_ids(model))
        return self.env[model].search(domain, order="id", limit=limit)

    def _get_period_domain(self, date_name):
        """Return what happened long enough ago, and not too long."""
        latest = fields.Datetime.now() - timedelta(days=self.after_days)
        earliest = fields.Datetime.to_datetime(self.date_from)
        return Domain(date_name, ">=", earliest) & Domain(date_name, "<=", latest)

    @api.model
    def _get_known_ids(self, model):
        """Return the documents of the event that were dealt with, as a query."""
        cases = self.env["support.proactive.case"]
        cases.flush_model(["event", "res_model", "res_id"])
        return SQL(
            "(SELECT res_id FROM support_proactive_case "
            "WHERE event = %s AND res_model = %s)",
            self.event,
            model,
        )

    # -- Late transfer --------------------------------------------------------------
    def _get_late_transfer_source(self):
        """Return (model, field of the moment, domain): due, and still here.

        What was promised counts before what is planned by now.
        """
        is_promised = Domain("date_deadline", "!=", False)
        period = self._get_period_domain
        is_late = is_promised & period("date_deadline") | (
            ~is_promised & period("scheduled_date")
        )
        return "stock.picking", False, self._get_open_deliveries() & is_late

    def _get_open_deliveries(self):
        deliveries = self.env["stock.picking"]._get_support_open_domain()
        return deliveries & Domain("sale_id", "!=", False)

    def _prepare_late_transfer_vals(self, picking):
        expected = picking.scheduled_date
        is_known = expected and expected > fields.Datetime.now()
        return {
            "order_id": picking.sale_id.id,
            "partner_id": picking.sale_id.partner_id.id,
            "planned_date": picking._get_support_planned_date(),
            "expected_date": is_known and expected,
        }

    # -- Backorder ------------------------------------------------------------------
    def _get_backorder_source(self):
        is_rest = Domain("backorder_id.state", "=", "done")
        return "stock.picking", "create_date", self._get_open_deliveries() & is_rest

    def _prepare_backorder_vals(self, picking):
        return self._prepare_late_transfer_vals(picking)

    # -- Refused payment ------------------------------------------------------------
    def _get_failed_payment_source(self):
        is_refused = Domain("state", "=", "error") & Domain("operation", "!=", "refund")
        # Whoever tried again and paid is not reminded.
        waits = Domain("state", "in", ("draft", "sent")) & ~Domain(
            "transaction_ids",
            "any",
            [("state", "in", ("done", "authorized", "pending"))],
        )
        return (
            "payment.transaction",
            "last_state_change",
            is_refused & Domain("sale_order_ids", "any", waits),
        )

    def _prepare_failed_payment_vals(self, transaction):
        order = transaction.sale_order_ids[:1]
        return {
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "planned_date": transaction.last_state_change,
            "amount": transaction.amount,
            "currency_id": transaction.currency_id.id,
        }

    # -- Refund that does not come --------------------------------------------------
    def _get_late_refund_source(self):
        is_open = Domain("state", "not in", ("draft", "done", "cancelled"))
        return "support.refund", "create_date", is_open

    def _prepare_late_refund_vals(self, refund):
        return {
            "order_id": refund.order_id.id,
            "partner_id": refund.partner_id.id,
            "ticket_id": refund.ticket_id.id,
            "planned_date": refund.create_date,
            "amount": refund.amount,
            "currency_id": refund.currency_id.id,
        }
