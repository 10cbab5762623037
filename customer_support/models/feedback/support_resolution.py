from odoo import models


class SupportResolution(models.Model):
    _inherit = "support.resolution"

    def _on_replacement_delivered(self):
        self.ticket_id._queue_feedback("replacement")
        return super()._on_replacement_delivered()
