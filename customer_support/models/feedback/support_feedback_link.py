from odoo import api, models
from odoo.tools import consteq, hmac

_SCOPE = "customer_support-feedback"


class SupportFeedbackLink(models.AbstractModel):
    """The link by which one customer answers one question, without log-in.

    It opens this question and nothing else, neither ticket nor other answers.
    """

    _name = "support.feedback.link"
    _description = "Links to Feedback"

    def _get_link(self):
        """Return the address of the page."""
        self.ensure_one()
        return f"{self.get_base_url()}{self._get_path()}"

    def _get_path(self):
        return f"/support/feedback/{self.id}/{self._get_link_token()}"

    def _get_link_token(self):
        self.ensure_one()
        # The secret of the database is read by the product only.
        env = self.sudo().env
        return hmac(env, _SCOPE, (self.id, str(self.create_date), self.program_id.id))

    @api.model
    def _find_by_link(self, invitation_id, token):
        """Return the invitation that a link opens, in sudo; none if it is wrong.

        Wrong, answered for good and deleted look the same.
        """
        invitation_sudo = self.sudo().browse(invitation_id).exists()
        if not invitation_sudo or not token.isascii():
            return self.browse()
        if not consteq(token, invitation_sudo._get_link_token()):
            return self.browse()
        lang = invitation_sudo.partner_id.lang
        return invitation_sudo.with_context(lang=lang) if lang else invitation_sudo
