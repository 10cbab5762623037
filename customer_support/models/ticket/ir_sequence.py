from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

TICKET_SEQUENCE_CODE = "support.ticket"


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        sequences = super().create(vals_list)
        if sequences._number_tickets():
            self.env.registry.clear_cache()
        return sequences

    def write(self, vals):
        is_concerned = self._number_tickets() or vals.get("code")
        result = super().write(vals)
        if is_concerned:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        is_concerned = self._number_tickets()
        result = super().unlink()
        if is_concerned:
            self.env.registry.clear_cache()
        return result

    def _number_tickets(self):
        return TICKET_SEQUENCE_CODE in self.sudo().mapped("code")

    # -- Drawing --------------------------------------------------------------------
    @api.model
    def _draw_ticket_numbers(self, company, count):
        """Draw ``count`` ticket numbers of the company in one query.

        Numbers are unique over all companies, because a customer's answer is found
        by the number in its subject: "T00042" in the first company, "T7-00042" in
        company 7. Gaps are allowed; two transactions never wait for each other.

        :return: list of str, ascending
        """
        sequence_id, prefix, suffix, padding = self._get_ticket_sequence(company.id)
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence_id:03d}",
                count,
            )
        )
        if "%" in prefix + suffix:  # the year, the month, ...
            # Agents may not read sequences; only the numbers drawn leave this class.
            prefix, suffix = self.sudo().browse(sequence_id)._get_prefix_suffix()
        return [f"{prefix}{row[0]:0{padding}d}{suffix}" for row in rows]

    @api.model
    @tools.ormcache("company_id")
    def _get_ticket_sequence(self, company_id):
        """Return (id, prefix, suffix, padding) of the company's ticket numbers."""
        company = self.env["res.company"].browse(company_id)
        sequence_sudo = self._get_ticket_sequence_sudo(company)
        prefix, suffix = sequence_sudo.prefix or "", sequence_sudo.suffix or ""
        return sequence_sudo.id, prefix, suffix, sequence_sudo.padding

    @api.model
    def _get_ticket_sequence_sudo(self, company):
        sequence_sudo = self.sudo().search_fetch(
            [("code", "=", TICKET_SEQUENCE_CODE), ("company_id", "=", company.id)],
            ["prefix", "suffix", "padding"],
            limit=1,
        )
        if not sequence_sudo:
            raise UserError(
                self.env._(
                    "Company %(company)s has no sequence for ticket numbers. Create "
                    "one with the code “%(code)s” under Settings > Technical > "
                    "Sequences.",
                    company=company.name,
                    code=TICKET_SEQUENCE_CODE,
                )
            )
        return sequence_sudo
