from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date


class SupportTicketPriorityReasons(models.AbstractModel):
    """Why a ticket has its priority, in the user's language."""

    _name = "support.ticket.priority.reasons"
    _description = "Reasons of a Priority"

    priority_reasons = fields.Html(
        "Why This Priority", compute="_compute_priority_reasons"
    )

    @api.depends(
        "priority_contributions", "priority_is_manual", "priority_start", "problem_id"
    )
    @api.depends_context("lang")
    def _compute_priority_reasons(self):
        for ticket in self:
            lines = ticket._get_priority_reasons()
            items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
            ticket.priority_reasons = Markup("<ul>%s</ul>") % items

    def _get_priority_reasons(self):
        """Return the reasons as sentences, in the order in which they counted."""
        self.ensure_one()
        if self.priority_is_manual:
            return [self._describe_manual_priority()]
        start = self._get_priority_label(self.priority_start or self.priority)
        lines = [self.env._("Begins at %(priority)s", priority=start)]
        for line in self.priority_contributions or []:
            lines.append(self._describe_contribution(line))
        return lines

    def _describe_manual_priority(self):
        # Whoever reads the ticket may know who ranked it.
        user_sudo, date = self.sudo().priority_user_id, self.priority_date
        return self.env._(
            "Set by hand: %(user)s, %(date)s",
            user=user_sudo.name or "",
            date=format_date(self.env, date) if date else "",
        )

    def _describe_contribution(self, line):
        text = getattr(self, f"_describe_{line['source']}_contribution")(line)
        if line["before"] == line["after"]:
            return self.env._("%(reason)s (no effect)", reason=text)
        after = self._get_priority_label(str(line["after"]))
        return self.env._("%(reason)s → %(priority)s", reason=text, priority=after)

    def _describe_matrix_contribution(self, line):
        return self.env._("Impact and urgency")

    def _describe_escalation_contribution(self, line):
        return self.env._(
            "Escalated by a service level: raised by %(steps)s", steps=line["steps"]
        )

    def _describe_rule_contribution(self, line):
        data = line["rule"]
        # The name of a rule is no secret of the company that wrote it for this ticket.
        rule_sudo = self.env["support.priority.rule"].sudo().browse(data["id"]).exists()
        effect = rule_sudo._describe_effect(
            data["effect"], data["level"], data["steps"]
        )
        name = rule_sudo.name or data["name"]
        conditions = ", ".join(
            self._describe_minimum(fact, least)
            for fact, least in data["minimums"].items()
        )
        if not conditions:
            return self.env._("%(rule)s: %(effect)s", rule=name, effect=effect)
        return self.env._(
            "%(conditions)s (rule %(rule)s): %(effect)s",
            conditions=conditions,
            rule=name,
            effect=effect,
        )

    def _describe_minimum(self, fact, least):
        """Return a threshold that the ticket reached, never the figure itself. Hook."""
        if fact == "problem_ticket":
            return self.env._(
                "Linked to an open problem with at least %(count)s tickets",
                count=int(least),
            )
        return f"{fact} ≥ {least}"

    def _get_priority_label(self, priority):
        return dict(self._fields["priority"]._description_selection(self.env))[priority]
