from odoo import fields, models


class SupportStage(models.Model):
    _inherit = "support.stage"

    holding_text = fields.Text(
        translate=True,
        help="What a customer reads who hears nothing while his ticket is here. Empty: "
        "a sentence that fits the kind of the stage.",
    )

    def _get_holding_text(self):
        """Return what is happening, in the language of the environment."""
        self.ensure_one()
        texts = {
            "new": self.env._("Your request has not been answered yet."),
            "open": self.env._("We are still looking into your request."),
            "waiting_third_party": self.env._(
                "We have asked a partner of ours about your request, and wait for the "
                "answer."
            ),
        }
        return self.holding_text or texts.get(self.kind, "")
