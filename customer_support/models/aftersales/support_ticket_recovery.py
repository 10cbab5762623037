from odoo import fields, models
from odoo.exceptions import UserError

from ...const import RECOVERY_STATES


class SupportTicketRecovery(models.AbstractModel):
    """We failed the customer, and put it right: whether he stays is in the report."""

    _name = "support.ticket.recovery"
    _description = "Service Recovery on a Support Ticket"

    recovery_state = fields.Selection(
        RECOVERY_STATES, "Our Failure", readonly=True, copy=False, tracking=True
    )
    failure_date = fields.Datetime("Failure Seen On", readonly=True, copy=False)
    recovered_date = fields.Datetime("Put Right On", readonly=True, copy=False)

    def action_recognise_failure(self):
        """Say that we failed the customer: it is to be put right."""
        now = fields.Datetime.now()
        self._set_recovery("recognised", failure_date=now, recovered_date=False)

    def action_recover_failure(self):
        """Say that the customer has got more than an excuse.

        :raise UserError: nobody has said that we failed
        """
        if any(ticket.recovery_state != "recognised" for ticket in self):
            raise UserError(self.env._("First say that we failed the customer."))
        self._set_recovery("recovered", recovered_date=fields.Datetime.now())

    def action_dismiss_failure(self):
        """It was no failure of ours after all."""
        self._set_recovery(False, failure_date=False, recovered_date=False)

    def _set_recovery(self, state, **dates):
        """Write the state and its dates; the only place that does."""
        self.check_access("write")
        # The dates are written by the product, see LIFECYCLE_FIELDS.
        self.sudo().write({"recovery_state": state, **dates})
