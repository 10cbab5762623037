from odoo import models

from ...logic import mail_gate


class MailAliasDomain(models.Model):
    _inherit = "mail.alias.domain"

    def _find_aliases(self, email_list):
        """Ask once per mail and address: the host asks six times on the way."""
        route = self.env.context.get("support_mail_route")
        if not isinstance(route, mail_gate.Route):
            return super()._find_aliases(email_list)
        known = route.known_aliases
        unknown = [email for email in email_list if email and email not in known]
        if unknown:
            found = set(super()._find_aliases(unknown))
            known.update((email, email in found) for email in unknown)
        return [email for email in email_list if email and known[email]]
