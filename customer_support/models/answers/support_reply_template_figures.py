from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import REPLY_OUTCOMES
from ...logic.closing_rate import get_closing_rate


class SupportReplyTemplateFigures(models.AbstractModel):
    """How often a template is used and what becomes of it, counted when asked."""

    _name = "support.reply.template.figures"
    _description = "Figures of a Reply Template"

    use_count = fields.Integer("Uses", compute="_compute_figures")
    decided_count = fields.Integer(
        "Counted Uses",
        compute="_compute_figures",
        help="Uses of the version in use by people who left its words, and whose "
        "window has passed.",
    )
    closing_rate = fields.Float(
        compute="_compute_figures",
        help="How many of the counted uses closed the matter.",
    )
    closing_rate_lower = fields.Float(
        "At Least",
        compute="_compute_figures",
        help="With a certainty of 97.5 % the true closing rate is not below this.",
    )

    @api.depends_context("uid")
    @api.depends("version_id")
    def _compute_figures(self):
        counts = self._count_uses()
        rates = self._get_closing_rates()
        for template in self:
            rate = rates.get(template.id, get_closing_rate(0, 0))
            template.use_count = counts.get(template.id, 0)
            template.decided_count = rate.decided
            template.closing_rate = rate.rate
            template.closing_rate_lower = rate.lower

    def _count_uses(self):
        # A number, for whoever may read the template; the tickets have their own rules.
        groups = (
            self.env["support.reply.use"]
            .sudo()
            ._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        return {template.id: count for template, count in groups}

    def _get_evidence_domain(self):
        """Return the uses that may speak for a template: by people, its own words."""
        return (
            Domain("template_id", "in", self.ids)
            & Domain("version_id", "in", self.version_id.ids)
            & Domain("is_automatic", "=", False)
            & Domain("is_altered", "=", False)
        )

    def _get_closing_rates(self):
        """Return {id: ``logic.closing_rate.ClosingRate``} of the versions in use."""
        reports_sudo = self.env["support.reply.report"].sudo()
        groups = reports_sudo._read_group(
            self._get_evidence_domain() & Domain("outcome", "!=", "pending"),
            ["template_id", "outcome"],
            ["__count"],
        )
        counts = {}
        for template, outcome, count in groups:
            closed, decided = counts.get(template.id, (0, 0))
            closed += count if outcome == "closed" else 0
            counts[template.id] = (closed, decided + count)
        return {key: get_closing_rate(*pair) for key, pair in counts.items()}

    def _get_closing_rate(self):
        self.ensure_one()
        return self._get_closing_rates().get(self.id, get_closing_rate(0, 0))

    def _get_figures(self):
        """Return how many uses of one template came to what, of the version in use.

        :return: {"uses", "week", and each outcome: int}
        """
        self.ensure_one()
        reports_sudo = self.env["support.reply.report"].sudo()
        domain = Domain("template_id", "=", self.id) & Domain(
            "version_id", "=", self.version_id.id
        )
        groups = reports_sudo._read_group(domain, ["outcome"], ["__count"])
        figures = dict.fromkeys([key for key, _label in REPLY_OUTCOMES], 0)
        figures.update(dict(groups))
        since = fields.Datetime.now() - timedelta(days=7)
        figures["uses"] = sum(figures.values())
        figures["week"] = reports_sudo.search_count(
            domain & Domain("date", ">=", since)
        )
        return figures

    def action_open_uses(self):
        """Open what became of each use."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_reply_report_action"
        )
        return {
            **action,
            "domain": [("template_id", "=", self.id)],
            "context": {},
            "view_mode": "list,pivot,graph,form",
        }
