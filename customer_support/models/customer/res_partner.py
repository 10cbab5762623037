from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "support.ticket.counter"]

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_support_ticket_count(self):
        """A company's tickets are its own and those of all its contacts."""
        families = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        groups = self.env["support.ticket"]._read_group(
            [("partner_id", "in", families.ids)], ["partner_id"], ["__count"]
        )
        counts = dict.fromkeys(self.ids, 0)
        for partner, count in groups:
            while partner:
                if partner.id in counts:
                    counts[partner.id] += count
                partner = partner.parent_id
        for partner in self:
            partner.support_ticket_count = counts.get(partner._origin.id, 0)

    def _get_support_ticket_domain(self):
        return Domain("partner_id", "child_of", self.ids)

    def _get_support_customer(self):
        self.ensure_one()
        return self
