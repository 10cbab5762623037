from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

_LOOK_BACK = timedelta(days=7)


class SupportPriorityRequest(models.Model):
    """Customers whose documents count no longer, because the year has moved."""

    _inherit = "support.priority.request"

    @api.model
    def _cron_request_for_moved_year(self):
        """Ask for the customers with documents that fell out of the last 12 months.

        It looks back some days, so that a job that did not run loses nothing.
        """
        start = self.env["support.ticket"]._get_spending_start()
        groups = self.env["account.move"]._read_group(
            Domain("move_type", "in", ("out_invoice", "out_receipt", "out_refund"))
            & Domain("state", "=", "posted")
            & Domain("invoice_date", "<", start)
            & Domain("invoice_date", ">=", start - _LOOK_BACK),
            ["company_id", "commercial_partner_id"],
        )
        self._request_for_customers(groups, {"spending"})
