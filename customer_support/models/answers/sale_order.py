from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_support_problem_notes(self):
        """Return what is known of open problems of the order's products.

        :return: list of texts for the customer, in his language
        """
        self.ensure_one()
        # Whoever may open the order's page may know what is in it.
        lines_sudo = self.sudo().order_line.filtered(lambda line: not line.display_type)
        problems = self.env["support.problem"].with_company(self.company_id)
        return problems._get_notes_for_visitor(lines_sudo.product_id.product_tmpl_id)
