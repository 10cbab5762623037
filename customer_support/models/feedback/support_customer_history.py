from odoo import api, models
from odoo.fields import Domain

from ..customer.history_section import HistorySource


class SupportCustomerHistory(models.AbstractModel):
    """Low scores that the customer gave before (S-121)."""

    _inherit = "support.customer.history"

    @api.model
    def _get_warning_sources(self, scope):
        sources = super()._get_warning_sources(scope)
        # How often he was disappointed counts; what he said stays with its readers.
        records = self.env["survey.user_input"].sudo()
        domain = (
            Domain("support_company_id", "=", scope.company_sudo.id)
            & Domain("support_band", "=", "low")
            & Domain(
                "support_ticket_id.commercial_partner_id", "=", scope.partner_sudo.id
            )
        )
        label = self.env._("Low scores given")
        return {**sources, "feedback": (label, HistorySource(records, (domain,)))}
