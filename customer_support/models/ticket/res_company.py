from odoo import api, models

from .ir_sequence import TICKET_SEQUENCE_CODE


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_ticket_sequences()
        return companies

    def _create_ticket_sequences(self):
        """Give each company its own ticket numbers; see ``_draw_ticket_numbers``."""
        main_company = self.env.ref("base.main_company", raise_if_not_found=False)
        # Whoever may create a company need not have rights on sequences.
        self.env["ir.sequence"].sudo().create(
            [
                {
                    "name": f"Support tickets ({company.name})",
                    "code": TICKET_SEQUENCE_CODE,
                    "company_id": company.id,
                    "prefix": "T" if company == main_company else f"T{company.id}-",
                    "padding": 5,
                }
                for company in self
            ]
        )
