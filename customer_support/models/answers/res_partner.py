from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    support_people_only = fields.Boolean(
        "Answered by People Only",
        help="No reply template answers this customer by itself; it holds for all the "
        "people of a firm.",
    )

    def _wants_support_by_people(self):
        """Tell whether any of the contacts, or its firm, is answered by people only."""
        # Whoever writes a ticket may not read the whole firm.
        partners_sudo = self.sudo()
        family = partners_sudo | partners_sudo.commercial_partner_id
        return any(family.mapped("support_people_only"))
