from markupsafe import Markup

from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign, verify_hash_signed

_SCOPE = "customer_support-account-email"
_HOURS = 24


class SupportAccountEmail(models.AbstractModel):
    """A customer changes his mail address: confirmed by the new one, told to the old.

    Nothing is kept until it is confirmed. The link carries what it changes from, so it
    ends with any other change of the account, and after a day.
    """

    _name = "support.account.email"
    _description = "Change of a Customer's Mail Address"

    @api.model
    def _request_change(self, user, address):
        """Ask the new address; tells nobody whether it is known here.

        :param user: ``res.users``, a customer who has proven himself
        :param str address: as he typed it
        :raise UserError: it is none, or it is the same
        """
        email = tools.email_normalize(address or "")
        if not user.share or not email:
            raise UserError(self.env._("Please write one valid mail address."))
        if email == tools.email_normalize(user.email):
            raise UserError(self.env._("This is your address already."))
        # The secret of the database is read by the product only.
        user_sudo = user.sudo()
        self._send(
            email,
            self.env._("Please confirm your new mail address"),
            self.env._("Confirm the new address of your account:"),
            f"{user.get_base_url()}/support/email/{self._sign(user_sudo, email)}",
        )
        self._send(
            user_sudo.email,
            self.env._("Somebody changes the mail address of your account"),
            self.env._(
                "Your account is going to get another mail address. If that was not "
                "you, change your password at once and tell us."
            ),
            f"{user.get_base_url()}/my/security",
        )

    @api.model
    def _find_change(self, token):
        """Return (user in sudo, new address) of a link, (none, "") if it ended."""
        nothing = self.env["res.users"].sudo(), ""
        try:
            values = verify_hash_signed(self.sudo().env, _SCOPE, token)
        except (ValueError, IndexError):
            return nothing
        if not values:
            return nothing
        user_id, login, before, email = values
        user_sudo = self.env["res.users"].sudo().browse(user_id).exists()
        if (user_sudo.login, user_sudo.email) != (login, before):
            return nothing
        return (user_sudo, email) if user_sudo.active and user_sudo.share else nothing

    @api.model
    def _confirm_change(self, token):
        """Do what the link says, once.

        :raise UserError: the link does not hold, or the address belongs to an account
        """
        user_sudo, email = self._find_change(token)
        if not user_sudo:
            raise UserError(self.env._("This link is no longer valid."))
        is_login = tools.email_normalize(user_sudo.login) == tools.email_normalize(
            user_sudo.email
        )
        users_sudo = user_sudo.with_context(active_test=False)
        taken = [("login", "=ilike", tools.escape_psql(email))]
        if is_login and users_sudo.search_count(taken, limit=1):
            raise UserError(self.env._("This address cannot be used. Please ask us."))
        user_sudo.partner_id.email = email
        if is_login:
            user_sudo.login = email
        self.env["support.account.event"]._log(user_sudo, "email")

    def _sign(self, user_sudo, email):
        values = [user_sudo.id, user_sudo.login, user_sudo.email, email]
        return hash_sign(user_sudo.env, _SCOPE, values, expiration_hours=_HOURS)

    def _send(self, address, subject, text, link):
        """Send a mail that is kept nowhere: it carries a secret."""
        if not address:
            return
        body = Markup("<p>%s</p><p><a href='%s'>%s</a></p>") % (text, link, link)
        # Customers have no rights on mail; what is sent is ours.
        mail_sudo = self.env["mail.mail"].sudo()
        mail_sudo = mail_sudo.create(
            {
                "subject": subject,
                "body_html": body,
                "email_to": address,
                "email_from": self.env.company.email_formatted,
                "auto_delete": True,
                "headers": repr({"Auto-Submitted": "auto-generated"}),
            }
        )
        mail_sudo.send_after_commit()
