from datetime import timezone

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...logic.kpi_period import Period


class DigestDigest(models.Model):
    """Figures of support in the host's digest mails, for managers.

    Only counts: a digest has no way to say that a median or a share is not known.
    Each value has a method of its own, because the host asks one value after the other
    for other days.
    """

    _inherit = "digest.digest"

    kpi_support_tickets_in = fields.Boolean("Support: Tickets Received")
    kpi_support_tickets_in_value = fields.Integer(
        compute="_compute_kpi_support_tickets_in_value"
    )
    kpi_support_tickets_out = fields.Boolean("Support: Tickets Ended")
    kpi_support_tickets_out_value = fields.Integer(
        compute="_compute_kpi_support_tickets_out_value"
    )
    kpi_support_missed = fields.Boolean("Support: Deadlines Missed")
    kpi_support_missed_value = fields.Integer(
        compute="_compute_kpi_support_missed_value"
    )

    def _compute_kpi_support_tickets_in_value(self):
        figures = self.env["support.kpi.figures"]
        self._count_for_managers(
            "kpi_support_tickets_in_value",
            "support.ticket.report",
            figures._get_received_domain,
        )

    def _compute_kpi_support_tickets_out_value(self):
        figures = self.env["support.kpi.figures"]
        self._count_for_managers(
            "kpi_support_tickets_out_value",
            "support.ticket.report",
            figures._get_ended_domain,
        )

    def _compute_kpi_support_missed_value(self):
        figures = self.env["support.kpi.figures"]
        self._count_for_managers(
            "kpi_support_missed_value",
            "support.sla.report",
            lambda scope, period: (
                figures._get_judged_domain(scope, period)
                & Domain("missed_count", "=", 1)
            ),
        )

    def _count_for_managers(self, name, model, get_domain):
        """Set a value to the number of records of the days that the host asks for.

        :param get_domain: function of (scope, period), as the screens use it
        :raise AccessError: to others; the host leaves the figure out of their mail
        """
        if not self.env.user.has_group(
            "customer_support.customer_support_group_manager"
        ):
            raise AccessError(self.env._("Only managers read these figures."))
        period = self._get_support_period()
        for digest in self:
            company = digest.company_id or self.env.company
            scope = self.env["support.kpi.figures"]._get_scope(
                {"company_ids": company.ids}
            )
            digest[name] = (
                self.env[model].search_count(get_domain(scope, period)) if period else 0
            )

    def _get_support_period(self):
        start, end, _companies = self._get_kpi_compute_parameters()
        if not (start and end):
            return None
        edges = map(fields.Datetime.to_datetime, (start, end))
        return Period(*(edge.replace(tzinfo=timezone.utc) for edge in edges))

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("customer_support.customer_support_menu_root")
        action = f"customer_support.support_kpi_dashboard_action?menu_id={menu.id}"
        names = ("tickets_in", "tickets_out", "missed")
        return {
            **super()._compute_kpis_actions(company, user),
            **{f"kpi_support_{name}": action for name in names},
        }
