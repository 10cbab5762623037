from odoo import models


class SupportTicket(models.Model):
    """Indexes by which the tickets of a period are found."""

    _inherit = "support.ticket"

    _kpi_received_idx = models.Index("(received_date)")
    _kpi_answered_idx = models.Index(
        "(first_response_date) WHERE first_response_date IS NOT NULL"
    )
    # Written as in support.ticket.report: only the same expression finds it.
    _kpi_ended_idx = models.Index(
        "((COALESCE(solved_date, closed_date))) "
        "WHERE COALESCE(solved_date, closed_date) IS NOT NULL"
    )
