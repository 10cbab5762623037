from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...const import (
    ENDED_KINDS,
    PRIORITIES,
    PRIORITY_GRADES,
    PRIORITY_MATRIX,
)
from ...logic.conditions import get_fact_names
from ...logic.priority import HIGHEST, calculate

# What a rule may ask for, and what the calculation begins with.
_INPUT_FIELDS = frozenset(
    {
        "category_id",
        "channel_id",
        "company_id",
        "impact",
        "partner_id",
        "priority_escalations",
        "priority_is_manual",
        "priority_start",
        "problem_id",
        "product_id",
        "sale_order_id",
        "tag_ids",
        "team_id",
        "urgency",
    }
)
# What only agents decide; a collaborator helps on a ticket, but does not rank it.
_AGENT_FIELDS = frozenset({"impact", "priority", "problem_id", "urgency"})


class SupportTicketPriority(models.AbstractModel):
    """The priority of a ticket: calculated with its reasons, or set by a person.

    Listed behind the service levels in the ticket's ``_inherit``: they look at the
    priority when it is settled.
    """

    _name = "support.ticket.priority"
    _inherit = ["support.facts.mixin"]
    _description = "Priority of a Support Ticket"

    priority = fields.Selection(
        PRIORITIES, default="1", required=True, tracking=True, copy=False
    )
    impact = fields.Selection(
        PRIORITY_GRADES,
        tracking=True,
        help="How much harm the matter does. Impact and urgency give the priority from "
        "which the rules begin; if only one is known, the other counts as medium.",
    )
    urgency = fields.Selection(
        PRIORITY_GRADES, tracking=True, help="How soon it has to be solved."
    )
    problem_id = fields.Many2one(
        "support.problem",
        "Known Problem",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        help="The wider problem of which this ticket is a symptom.",
    )
    # Written by the product only
    priority_start = fields.Selection(
        PRIORITIES, "Priority at the Start", default="1", readonly=True, copy=False
    )
    priority_is_manual = fields.Boolean(
        "Priority Set by Hand", readonly=True, copy=False, tracking=True
    )
    priority_user_id = fields.Many2one(
        "res.users", "Priority Set by", readonly=True, copy=False
    )
    priority_date = fields.Datetime("Priority Set On", readonly=True, copy=False)
    priority_escalations = fields.Integer(
        "Raised by Escalations",
        readonly=True,
        copy=False,
        help="How often a service level raised the priority; begins anew when the "
        "ticket is reopened.",
    )
    priority_contributions = fields.Json(
        readonly=True, copy=False, help="What was calculated; see its reasons."
    )

    def _init_column(self, column_name):
        """Tickets from before keep what somebody gave them as their start."""
        if column_name != "priority_start":
            return super()._init_column(column_name)
        self.env.cr.execute(
            "UPDATE support_ticket SET priority_start = priority "
            "WHERE priority_start IS NULL"
        )
        return None

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        usual = self.default_get(["priority"])["priority"]
        vals_list = [
            {**vals, **self._get_first_priority_vals(vals, usual)} for vals in vals_list
        ]
        tickets = super().create(vals_list)
        # Nobody wants to read that a new ticket changed.
        tickets.with_context(tracking_disable=True)._settle_priority()
        tickets._request_for_others(tickets.problem_id)
        return tickets

    def write(self, vals):
        touched = vals.keys() & (_INPUT_FIELDS | {"priority", "stage_id"})
        if not touched or "priority_contributions" in vals:
            return super().write(vals)
        self._check_may_prioritize(vals)
        # Who hands a ticket over may have lost it by this: no further reading as him.
        tickets_sudo = self.sudo()
        ended_sudo = tickets_sudo.filtered(lambda t: t.stage_kind in ENDED_KINDS)
        problems_sudo = tickets_sudo.problem_id
        result = super().write({**vals, **self._get_chosen_priority_vals(vals)})
        reopened_sudo = ended_sudo.filtered(lambda t: t.stage_kind not in ENDED_KINDS)
        reopened_sudo._begin_priority_anew()
        changed = tickets_sudo if touched != {"stage_id"} else reopened_sudo
        changed._settle_priority()
        if touched & {"problem_id", "stage_id"}:
            tickets_sudo._request_for_others(problems_sudo | tickets_sudo.problem_id)
        return result

    def _check_may_prioritize(self, vals):
        """Refuse what only agents decide.

        :raise AccessError: the user only collaborates on the ticket
        """
        group = "customer_support.customer_support_group_agent_own"
        if self.env.su or not vals.keys() & _AGENT_FIELDS:
            return
        if not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only agents decide how urgent a ticket is, and why.")
            )

    # -- By hand --------------------------------------------------------------------
    def _get_first_priority_vals(self, vals, usual):
        """Return how the priority of a new ticket begins.

        What a person chose is kept, unless it is what everybody gets. What the product
        gives, as mail and portal do, is where the calculation begins.
        """
        given = vals.get("priority") or usual
        if self.env.su or given == usual:
            return {"priority_start": given}
        return {"priority_start": usual, **self._prepare_manual_priority_vals()}

    def _get_chosen_priority_vals(self, vals):
        """Return what follows from writing the priority itself."""
        if "priority" not in vals or "priority_is_manual" in vals:
            return {}
        if self.env.su:
            return {"priority_start": vals["priority"]}
        return self._prepare_manual_priority_vals()

    def _prepare_manual_priority_vals(self):
        return {
            "priority_is_manual": True,
            "priority_user_id": self.env.uid,
            "priority_date": fields.Datetime.now(),
        }

    def action_automatic_priority(self):
        """Calculate the priority again after somebody had set it."""
        self.check_access("write")
        self._check_may_prioritize({"priority": False})
        # The mark is the product's; the right to change the priority was checked.
        self.sudo().write(
            {
                "priority_is_manual": False,
                "priority_user_id": False,
                "priority_date": False,
            }
        )

    # -- Calculating ----------------------------------------------------------------
    def _recalculate_priority(self):
        """Calculate again, with everything that follows from another priority.

        For those who did not write the ticket: jobs, and rules that are applied.
        """
        for vals, tickets_sudo in self._get_priority_changes():
            tickets_sudo.write(vals)

    def _settle_priority(self):
        """Calculate before anything else looks at the priority, after a change."""
        for vals, tickets_sudo in self._get_priority_changes():
            tickets_sudo._write_within(vals)

    def _write_within(self, vals):
        """Write during a write: the service levels around it look later."""
        # pylint: disable=super-method-mismatch; the funnels further in are wanted
        return super().write(vals)

    def _get_priority_changes(self):
        """Return what the calculation changes, without writing it.

        :return: list of (values, tickets as superuser)
        """
        # The explanation is the product's, and rules ask for more than agents may read.
        tickets_sudo = self.sudo()
        ids_by_change = {}
        for ticket_sudo, outcome in tickets_sudo._calculate_priorities().items():
            lines = [_to_json(line) for line in outcome.contributions]
            vals = {
                "priority": str(outcome.level),
                "priority_contributions": lines or False,
            }
            if any((ticket_sudo[name] or False) != vals[name] for name in vals):
                _vals, ids = ids_by_change.setdefault(repr(vals), (vals, []))
                ids.append(ticket_sudo.id)
        return [
            (vals, tickets_sudo.browse(ids)) for vals, ids in ids_by_change.values()
        ]

    def _calculate_priorities(self):
        """Return what the rules say about the tickets that follow them.

        :return: {ticket: ``logic.priority.Outcome``} without those set by hand and
            those that ended
        """
        outcomes = {}
        automatic = self.filtered(
            lambda t: not t.priority_is_manual and t.stage_kind not in ENDED_KINDS
        )
        rule_model = self.env["support.priority.rule"]
        for company, tickets in automatic.grouped("company_id").items():
            rules = rule_model._get_definitions_of_company(company)
            facts = tickets._get_facts(get_fact_names(rules))
            for ticket in tickets:
                matching = [r for r in rules if r.conditions.are_met(facts[ticket])]
                outcomes[ticket] = ticket._calculate_priority(matching)
        return outcomes

    def _calculate_priority(self, rules):
        return calculate(
            int(self.priority_start or self.priority),
            rules,
            matrix=PRIORITY_MATRIX,
            impact=self.impact or None,
            urgency=self.urgency or None,
            escalations=self.priority_escalations,
        )

    def _request_for_others(self, problems):
        """Let the other tickets of problems be calculated again, but not now."""
        self.env["support.priority.request"]._request_for_problems(problems)

    # -- Escalations ----------------------------------------------------------------
    def _escalate_priority(self):
        """Raise the priority by one until the ticket ends, also one set by hand."""
        for ticket_sudo in self.sudo():
            vals = {"priority_escalations": ticket_sudo.priority_escalations + 1}
            if ticket_sudo.priority_is_manual:
                level = min(int(ticket_sudo.priority) + 1, HIGHEST)
                vals |= {"priority": str(level), "priority_is_manual": True}
            ticket_sudo.write(vals)

    def _begin_priority_anew(self):
        self.filtered("priority_escalations")._write_within({"priority_escalations": 0})

    # -- Merging --------------------------------------------------------------------
    def _get_merged_priority_vals(self, target):
        """Return what makes ``target`` at least as urgent as this ticket."""
        if self.priority <= target.priority:
            return {}
        if self.priority_is_manual or target.priority_is_manual:
            return {
                "priority": self.priority,
                "priority_is_manual": True,
                "priority_user_id": self.priority_user_id.id or self.env.uid,
                "priority_date": fields.Datetime.now(),
            }
        return {"priority_start": self.priority}


def _to_json(line):
    """Return a contribution as data that outlives its rule."""
    values = {"source": line.source, "before": line.before, "after": line.after}
    if line.source == "escalation":
        values["steps"] = line.steps
    if line.rule:
        rule = line.rule
        values["rule"] = {
            "id": rule.id,
            "name": rule.name,
            "effect": rule.effect,
            "level": str(rule.level),
            "steps": rule.steps,
            "facts": sorted(rule.conditions.accepted),
            "minimums": dict(rule.conditions.minimums),
        }
    return values
