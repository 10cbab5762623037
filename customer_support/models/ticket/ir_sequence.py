from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

TICKET_SEQUENCE_CODE = "support.ticket"


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _draw_ticket_numbers(self, company, count):
        """Draw ``count`` ticket numbers of the company in one query.

        Numbers are unique over all companies, because a customer's answer is found
        by the number in its subject: "T00042" in the first company, "T7-00042" in
        company 7. Gaps are allowed; two transactions never wait for each other.

        :return: list of str, ascending
        """
        sequence_sudo = self._get_ticket_sequence_sudo(company)
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence_sudo.id:03d}",
                count,
            )
        )
        return [sequence_sudo.get_next_char(row[0]) for row in rows]

    @api.model
    def _get_ticket_sequence_sudo(self, company):
        # Agents may not read sequences; only the numbers drawn leave this class.
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
