from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import html2plaintext

from ...const import TRIAGE_RESULTS
from ...logic.conditions import get_fact_names
from ...logic.triage import Outcome, run_rules


class SupportTicketTriageRules(models.AbstractModel):
    """Triage rules run once on a new ticket, and by hand.

    A new ticket gets what they decide before it is created: it starts with the right
    team, number, stage and service levels.
    """

    _name = "support.ticket.triage.rules"
    _description = "Triage Rules of a Support Ticket"

    # Handed in by who creates the ticket, kept nowhere
    first_text = fields.Text(
        store=False,
        help="What the first message will say; rules look for words in it.",
    )
    team_is_default = fields.Boolean(
        store=False,
        help="The team is only the door through which the ticket came in: a rule may "
        "move it to another one.",
    )
    # What became of it
    triage_rule_ids = fields.Many2many(
        "support.triage.rule",
        string="Triage Rules That Acted",
        readonly=True,
        copy=False,
    )
    triage_result = fields.Selection(
        TRIAGE_RESULTS,
        "Triage by Rules",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Empty: there was no rule when the ticket came in.",
    )

    # -- Creating -------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        outcomes = [vals.pop("triage_outcome", None) for vals in vals_list]
        tickets = super().create(vals_list)
        tickets._apply_triage_outcomes(dict(zip(tickets, outcomes, strict=True)))
        return tickets

    @api.model
    def _add_triage_values(self, vals_list, completed):
        """Return the completed values with what the triage rules decide.

        :param list vals_list: as the writer gave them: what he chose stays
        :param list completed: the same with team, company and channel
        """
        kept = [_get_kept(vals) for vals in completed]
        if not self._has_triage_rules(completed):
            return kept
        # Which rule is for a ticket does not depend on who creates it.
        drafts = [self.sudo().new(_get_known(self, vals)) for vals in completed]
        chosen = {
            draft: _get_chosen(draft, vals)
            for draft, vals in zip(drafts, vals_list, strict=True)
        }
        outcomes = self.sudo().browse().concat(*drafts)._run_triage_rules(chosen)
        return [
            {**vals, **draft._prepare_triage_vals(outcomes.get(draft), vals)}
            for draft, vals in zip(drafts, kept, strict=True)
        ]

    @api.model
    def _has_triage_rules(self, vals_list):
        """Tell whether any of the new tickets' companies has rules."""
        rules = self.env["support.triage.rule"]
        companies = self.env["res.company"].browse(
            {vals["company_id"] for vals in vals_list}
        )
        return any(rules._get_definitions_of_company(company) for company in companies)

    def _prepare_triage_vals(self, outcome, vals=None):
        """Return what an outcome writes on the ticket; nothing without rules."""
        if outcome is None:
            return {}
        result = "unmatched"
        if outcome.is_matched:
            result = "finished" if outcome.is_finished else "matched"
        triage_vals = {
            **outcome.values,
            "triage_result": result,
            "triage_rule_ids": [Command.set(outcome.rule_ids)],
            "triage_outcome": outcome,
        }
        if outcome.tag_ids:
            own = (vals or {}).get("tag_ids") or []
            # The host takes a plain list of ids as well, but no mixture.
            own = [Command.link(tag) if isinstance(tag, int) else tag for tag in own]
            added = [Command.link(tag_id) for tag_id in sorted(outcome.tag_ids)]
            triage_vals["tag_ids"] = own + added
        return triage_vals

    # -- Running --------------------------------------------------------------------
    def _run_triage_rules(self, chosen):
        """Return what the rules of each ticket's company decide; writes nothing.

        The number of queries does not depend on the number of rules or tickets.

        :param dict chosen: {ticket: names of the fields that stay as they are}
        :return: {ticket: ``logic.triage.Outcome``} of the companies that have rules
        """
        outcomes = {}
        rules_sudo = self.env["support.triage.rule"].sudo()
        for company, tickets in self.grouped("company_id").items():
            rules = rules_sudo._get_definitions_of_company(company)
            if rules:
                rules, consequences = rules_sudo._prepare_run(rules, company)
                facts = tickets._get_facts(get_fact_names(rules) | {"tag"})
                for ticket in tickets:
                    outcomes[ticket] = run_rules(
                        rules, facts[ticket], chosen[ticket], consequences
                    )
        return outcomes

    def _apply_triage_outcomes(self, outcomes):
        """Say on the tickets which rule did what, and start the steps that follow."""
        acted = {
            ticket: outcome
            for ticket, outcome in outcomes.items()
            if isinstance(outcome, Outcome) and outcome.is_matched
        }
        if not acted:
            return
        # Rules are configuration: who creates a ticket may not read them.
        tickets_sudo = self.sudo().browse([ticket.id for ticket in acted])
        rules_sudo = tickets_sudo.env["support.triage.rule"]
        texts = {
            ticket.id: Markup("<br/>").join(
                rules_sudo._get_text_of_action(action) for action in outcome.actions
            )
            for ticket, outcome in acted.items()
        }
        author = self.env.ref("base.partner_root")
        tickets_sudo._message_log_batch(bodies=texts, author_id=author.id)
        for ticket_sudo, outcome in zip(tickets_sudo, acted.values(), strict=True):
            for action in outcome.actions:
                if action.plan_id:
                    ticket_sudo._start_activity_plan(action.plan_id)

    def _start_activity_plan(self, plan_id):
        """Start a plan of the host; a plan that does not work stops no ticket."""
        self.ensure_one()
        plan = self.env["mail.activity.plan"].browse(plan_id)
        if not plan.active:
            return
        wizards = self.env["mail.activity.schedule"].with_context(
            active_model=self._name, active_ids=self.ids
        )
        person = self.user_id or self.team_id.leader_id
        try:
            with self.env.cr.savepoint():
                wizards.create(
                    {"plan_id": plan.id, "plan_on_demand_user_id": person.id}
                ).action_schedule_plan()
        except (AccessError, UserError) as error:
            self._message_log(
                body=self.env._(
                    "Plan “%(plan)s” could not be started: %(reason)s",
                    plan=plan.name,
                    reason=str(error),
                )
            )

    # -- By hand --------------------------------------------------------------------
    def action_run_triage_rules(self):
        """Run the rules now; what somebody has chosen stays."""
        self.check_access("write")
        # What rules set is configuration, also where the agent could not choose it.
        tickets_sudo = self.sudo()
        chosen = {ticket: ticket._get_chosen_by_now() for ticket in tickets_sudo}
        outcomes = tickets_sudo._run_triage_rules(chosen)
        for ticket_sudo, outcome in outcomes.items():
            vals = ticket_sudo._prepare_triage_vals(outcome)
            vals.pop("triage_outcome")
            ticket_sudo.write(vals)
        tickets_sudo._apply_triage_outcomes(outcomes)
        self._keep_in_sight()
        matched = sum(outcome.is_matched for outcome in outcomes.values())
        return self._get_triage_notice(matched)

    def _get_chosen_by_now(self):
        """Return the fields that rules leave alone. Hook."""
        return {
            name
            for name in self.env["support.triage.rule"]._get_value_fields()
            if self[name]
        }

    @api.model
    def _get_triage_notice(self, matched):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if matched else "warning",
                "message": self.env._(
                    "Tickets for which there is a triage rule: %(count)s", count=matched
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _filter_by_conditions(self, conditions):
        """Return the tickets that meet ``logic.conditions.Conditions``."""
        # What a condition asks for may be data that not everybody reads.
        facts = self.sudo()._get_facts(conditions.fact_names)
        return self.filtered(lambda ticket: conditions.are_met(facts[ticket.sudo()]))

    # -- What conditions ask --------------------------------------------------------
    def _get_language_facts(self):
        languages = self.env["res.lang"]
        return {
            ticket: frozenset(
                filter(
                    None, [languages._get_data(code=ticket.partner_id.lang or "").id]
                )
            )
            for ticket in self
        }

    def _get_has_order_facts(self):
        return {ticket: frozenset([bool(ticket.sale_order_id)]) for ticket in self}

    def _get_text_facts(self):
        """Return subject, request and first message of the customer."""
        first = self._get_first_texts()
        return {
            ticket: "\n".join(
                (
                    ticket.name or "",
                    html2plaintext(ticket.description or ""),
                    ticket.first_text or first.get(ticket.id, ""),
                )
            )
            for ticket in self
        }

    def _get_first_texts(self):
        """Return the first message from outside of each ticket that has one.

        :return: {id: plain text}
        """
        if not self.ids:
            return {}
        # Who may read a ticket may know which words are in it.
        messages_sudo = self.env["mail.message"].sudo()
        domain = [
            ("model", "=", self._name),
            ("res_id", "in", self.ids),
            ("message_type", "in", ("email", "comment")),
            ("subtype_id.internal", "=", False),
            "|",
            ("author_id", "=", False),
            ("author_id.partner_share", "=", True),
        ]
        groups = messages_sudo._read_group(domain, ["res_id"], ["id:min"])
        found = messages_sudo.browse([message_id for _res_id, message_id in groups])
        return {message.res_id: html2plaintext(message.body or "") for message in found}


def _get_known(model, vals):
    """Return the values that a draft of the ticket can hold."""
    return {name: value for name, value in vals.items() if name in model._fields}


def _get_kept(vals):
    """Return the values without what is only handed in."""
    return {
        name: value
        for name, value in vals.items()
        if name not in ("first_text", "team_is_default", "triage_outcome")
    }


def _get_chosen(draft, vals):
    """Return which of the fields that rules set the writer has decided."""
    names = draft.env["support.triage.rule"]._get_value_fields()
    chosen = {name for name in names if vals.get(name)}
    return chosen - {"team_id"} if vals.get("team_is_default") else chosen
