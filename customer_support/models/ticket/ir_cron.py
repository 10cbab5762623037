from odoo import models

_KEY = "customer_support_triggered_crons"


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _trigger_with_commit(self):
        """Trigger the job when this transaction ends, once however often it is asked.

        Nothing is triggered if the transaction is rolled back.
        """
        self.ensure_one()
        precommit = self.env.cr.precommit
        asked = precommit.data.setdefault(_KEY, set())
        if self.id not in asked:
            asked.add(self.id)
            precommit.add(self._trigger)

    def _trigger_list(self, at_list):
        # The host asks whether the job is active, and would read all of it for that.
        self.sudo().fetch(["active"])
        return super()._trigger_list(at_list)
