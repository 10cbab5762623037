from odoo import fields, models


class SupportOncallFeedLink(models.TransientModel):
    """Shows a link once, to be copied."""

    _name = "support.oncall.feed.link"
    _description = "Link of an On-call Feed"
    _rec_name = "url"

    url = fields.Char("Link", readonly=True)

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Secret Link"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
