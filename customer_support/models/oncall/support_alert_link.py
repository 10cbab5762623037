from odoo import api, models
from odoo.tools import consteq, hmac

_SCOPE = "customer_support-alert"


class SupportAlertLink(models.AbstractModel):
    """The link by which one person answers one alert, without log-in.

    It opens what he has to know of this alert and nothing else, and ends with it.
    """

    _name = "support.alert.link"
    _description = "Links to Support Alerts"

    def _get_link(self, user):
        self.ensure_one()
        token = self._get_link_token(user)
        return f"{self.get_base_url()}/support/alert/{self.id}/{token}"

    def _get_link_token(self, user):
        """Return the secret of the link: whose it is, and the proof of it."""
        # The secret of the database is read by the product only.
        env = self.sudo().env
        message = (self.id, user.id, str(self.create_date))
        return f"{user.id}-{hmac(env, _SCOPE, message)}"

    @api.model
    def _find_by_link(self, alert_id, token):
        """Return the alert that a link opens, as the user whose link it is.

        :return: ``support.alert`` in sudo, in his environment and language; none if the
            link is wrong, the alert has ended, or he has left: all look the same
        """
        user_id = token.partition("-")[0]
        alert_sudo = self.sudo().browse(alert_id).exists()
        if not user_id.isdecimal() or not token.isascii() or not alert_sudo:
            return self.browse()
        user_sudo = alert_sudo.called_user_ids.filtered(
            lambda user: user.id == int(user_id) and user.active
        )
        if not user_sudo or alert_sudo.state == "resolved":
            return self.browse()
        if not consteq(token, alert_sudo._get_link_token(user_sudo)):
            return self.browse()
        return alert_sudo.with_user(user_sudo).with_context(lang=user_sudo.lang).sudo()
