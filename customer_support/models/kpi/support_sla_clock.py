from odoo import models


class SupportSlaClock(models.Model):
    """Indexes by which the service levels of a period are found."""

    _inherit = "support.sla.clock"

    _kpi_fulfilled_idx = models.Index(
        "(fulfilled_date) WHERE fulfilled_date IS NOT NULL"
    )
    _kpi_due_idx = models.Index("(due_date) WHERE due_date IS NOT NULL")
