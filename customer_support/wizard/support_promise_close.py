from odoo import fields, models


class SupportPromiseClose(models.TransientModel):
    """Says by hand how a promise ended, where no document tells."""

    _name = "support.promise.close"
    _description = "Close a Promise"

    promise_id = fields.Many2one("support.promise", required=True, readonly=True)
    outcome = fields.Selection(
        [("kept", "It was kept"), ("cancelled", "It no longer stands")],
        required=True,
        default="kept",
    )
    reason = fields.Char(required=True)

    def action_close(self):
        """Close the promise; on tickets that the user may write."""
        self.ensure_one()
        self.promise_id.check_access("read")
        self.promise_id.ticket_id.check_access("write")
        values = {"close_reason": self.reason, "closed_by_id": self.env.uid}
        now = fields.Datetime.now()
        if self.outcome == "kept":
            self.promise_id._set_kept(now, **values)
        else:
            self.promise_id._set_cancelled(now, **values)
        return {"type": "ir.actions.act_window_close"}
