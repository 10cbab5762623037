from odoo import models


class SupportReturn(models.Model):
    """A return that has ended is asked about."""

    _inherit = "support.return"

    def _resolve(self):
        result = super()._resolve()
        self.ticket_id._queue_feedback("return")
        return result
