from odoo import models


class SupportTicketMerge(models.Model):
    """Open promises follow the conversation: whoever goes on has to keep them."""

    _inherit = "support.ticket.merge"

    def _move_records(self):
        result = super()._move_records()
        promises = self.env["support.promise"].search(
            [
                ("ticket_id", "=", self.source_id.id),
                ("kept_date", "=", False),
                ("cancelled_date", "=", False),
            ]
        )
        promises.write({"ticket_id": self.target_id.id})
        self.moved = {**(self.moved or {}), promises._name: promises.ids}
        return result

    def _return_records(self):
        result = super()._return_records()
        promises = self.env["support.promise"]
        moved = promises.browse((self.moved or {}).get(promises._name, [])).exists()
        still_there = moved.filtered(lambda p: p.ticket_id == self.target_id)
        still_there.write({"ticket_id": self.source_id.id})
        return result
