from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...const import ABSENCE_DECISIONS, ABSENCE_STATES, OPEN_KINDS

# Whoever is away for an hour or two keeps his tickets without anybody being asked.
_SHORTEST = timedelta(hours=8)
# What was decided and done is evidence; only the deputy is chosen by hand.
_PRODUCT_FIELDS = frozenset(
    {
        "applied_date",
        "cancelled",
        "date_from",
        "date_to",
        "decided_by_id",
        "decision",
        "leave_id",
        "moved_count",
        "team_id",
        "user_id",
    }
)


class SupportAbsencePlan(models.Model):
    """What becomes of an agent's open tickets while he is away.

    Made in advance, one for each of his teams, as soon as days off or an out-of-office
    time is known. The team decides by rule, or its leader is asked.
    """

    _name = "support.absence.plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Plan for an Agent's Absence"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", "Agent", required=True, readonly=True, index=True
    )
    team_id = fields.Many2one(
        "support.team", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="team_id.company_id", store=True, index=True)
    leave_id = fields.Many2one(
        "resource.calendar.leaves", readonly=True, index="btree_not_null"
    )
    date_from = fields.Datetime("Away From", required=True, readonly=True)
    date_to = fields.Datetime("Back", readonly=True, help="Empty: not known.")
    decision = fields.Selection(
        ABSENCE_DECISIONS, "His Open Tickets", readonly=True, tracking=True
    )
    deputy_id = fields.Many2one(
        "res.users",
        "Hand Over To",
        domain="[('id', 'in', possible_deputy_ids)]",
    )
    possible_deputy_ids = fields.Many2many(
        "res.users", compute="_compute_possible_deputy_ids"
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    applied_date = fields.Datetime("Done On", readonly=True)
    cancelled = fields.Boolean(readonly=True)
    moved_count = fields.Integer("Tickets Moved", readonly=True)
    state = fields.Selection(ABSENCE_STATES, compute="_compute_state")
    ticket_count = fields.Integer("Open Tickets", compute="_compute_ticket_count")

    _leave_team_uniq = models.UniqueIndex(
        "(leave_id, team_id) WHERE leave_id IS NOT NULL"
    )

    # -- Computes -------------------------------------------------------------------
    @api.depends("team_id", "user_id")
    def _compute_possible_deputy_ids(self):
        for plan in self:
            members = plan.team_id._get_working_members()
            plan.possible_deputy_ids = members.user_id - plan.user_id

    @api.depends("decision", "applied_date", "cancelled")
    def _compute_state(self):
        for plan in self:
            if plan.cancelled:
                plan.state = "cancelled"
            elif plan.applied_date:
                plan.state = "done"
            else:
                plan.state = "decided" if plan.decision else "proposed"

    @api.depends("user_id", "team_id")
    def _compute_ticket_count(self):
        # How many tickets somebody leaves behind is what the plan is about.
        groups = (
            self.env["support.ticket"]
            .sudo()
            ._read_group(
                Domain("user_id", "in", self.user_id.ids)
                & Domain("team_id", "in", self.team_id.ids)
                & Domain("stage_kind", "in", OPEN_KINDS),
                ["user_id", "team_id"],
                ["__count"],
            )
        )
        counts = {(user.id, team.id): count for user, team, count in groups}
        for plan in self:
            key = (plan.user_id.id, plan.team_id.id)
            plan.ticket_count = counts.get(key, 0)

    # -- CRUD -----------------------------------------------------------------------
    def write(self, vals):
        forbidden = set() if self.env.su else _PRODUCT_FIELDS.intersection(vals)
        if forbidden:
            raise AccessError(
                self.env._(
                    "Decide about the tickets with the buttons; these fields follow "
                    "from it: %(fields)s.",
                    fields=", ".join(sorted(forbidden)),
                )
            )
        return super().write(vals)

    # -- Planning -------------------------------------------------------------------
    @api.model
    def _plan_absence(self, user, date_from, date_to, leave=None):
        """Plan an absence in all teams of the user; none if it is short or over.

        :param user: ``res.users``
        :param datetime date_from: naive UTC
        :param datetime date_to: naive UTC, or False if nobody knows
        :param leave: ``resource.calendar.leaves`` that it follows, if any
        """
        now = fields.Datetime.now()
        if date_to and (date_to <= now or date_to - date_from < _SHORTEST):
            return self.browse()
        # Whoever enters days off may have nothing to do with support.
        members_sudo = user.sudo().support_member_ids
        plans_sudo = self.sudo().create(
            [
                {
                    "user_id": user.id,
                    "team_id": member.team_id.id,
                    "leave_id": leave.id if leave else False,
                    "date_from": date_from,
                    "date_to": date_to,
                    **member._prepare_absence_decision_vals(),
                }
                for member in members_sudo
            ]
        )
        plans_sudo._ask_leaders()
        if plans_sudo:
            cron = self.env.ref("customer_support.ir_cron_apply_absence_plans")
            cron._trigger(at=max(date_from, now))
        return plans_sudo

    def _ask_leaders(self):
        for plan in self.filtered(lambda plan: not plan.decision):
            leader = plan.team_id.leader_id
            if leader and leader != plan.user_id:
                plan.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=plan.date_from.date(),
                    user_id=leader.id,
                    summary=plan._get_question(leader),
                )

    def _get_question(self, reader):
        return self.with_context(lang=reader.lang).env._(
            "%(agent)s is away from %(start)s: what becomes of %(count)s open tickets?",
            agent=self.user_id.name,
            start=format_datetime(
                self.env,
                self.date_from,
                tz=reader.tz,
                dt_format="short",
                lang_code=reader.lang,
            ),
            count=self.ticket_count,
        )

    def _cancel_absence(self):
        """Forget plans that have not been carried out."""
        pending = self.filtered(lambda plan: plan.state in ("proposed", "decided"))
        pending.write({"cancelled": True, "leave_id": False})
        pending.flush_recordset(["leave_id"])  # before the leave gets its next plan
        pending.activity_unlink(["mail.mail_activity_data_todo"])

    # -- Deciding -------------------------------------------------------------------
    def action_let_stay(self):
        self._decide("stay")

    def action_queue(self):
        self._decide("queue")

    def action_hand_over(self):
        missing = self.filtered(lambda plan: not plan.deputy_id)
        if missing:
            raise UserError(
                self.env._(
                    "Choose to whom the tickets of %(agent)s are handed over.",
                    agent=missing[0].user_id.name,
                )
            )
        self._decide("hand_over")

    def _decide(self, decision):
        """Take a decision; if the absence has begun, it is carried out at once."""
        self.check_access("write")
        ended = self.filtered(lambda plan: plan.state in ("done", "cancelled"))
        if ended:
            raise UserError(
                self.env._(
                    "The plan for %(agent)s has ended already.",
                    agent=ended[0].user_id.name,
                )
            )
        # Decisions are written by these actions only; the right was checked above.
        plans_sudo = self.sudo()
        plans_sudo.write({"decision": decision, "decided_by_id": self.env.uid})
        plans_sudo.activity_feedback(["mail.mail_activity_data_todo"])
        plans_sudo.filtered(lambda p: p.date_from <= fields.Datetime.now())._apply()

    # -- Carrying out ---------------------------------------------------------------
    @api.model
    def _get_due_domain(self):
        return (
            Domain("date_from", "<=", fields.Datetime.now())
            & Domain("decision", "!=", False)
            & Domain("applied_date", "=", False)
            & Domain("cancelled", "=", False)
        )

    @api.model
    def _cron_apply_absence_plans(self):
        """Carry out the plans of the absences that have begun."""
        domain = self._get_due_domain()
        plans = self.search(domain, limit=100).try_lock_for_update()
        for plan in plans.filtered_domain(domain):
            plan._apply()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _apply(self):
        """Let the tickets stay, hand them over or put them into the queue."""
        for plan in self:
            tickets = self.env["support.ticket"].search(
                [
                    ("user_id", "=", plan.user_id.id),
                    ("team_id", "=", plan.team_id.id),
                    ("stage_kind", "in", OPEN_KINDS),
                ]
            )
            moved = getattr(plan, f"_do_{plan.decision}")(tickets)
            plan.write(
                {"applied_date": fields.Datetime.now(), "moved_count": len(moved)}
            )

    def _do_stay(self, tickets):
        return tickets.browse()

    def _do_queue(self, tickets):
        tickets._release("absence")
        return tickets

    def _do_hand_over(self, tickets):
        if self.deputy_id not in self.possible_deputy_ids:
            return self._do_queue(tickets)
        tickets._hand_over_to(self.deputy_id, "absence")
        return tickets

    # -- Actions --------------------------------------------------------------------
    def action_open_tickets(self):
        """Open the tickets that the plan is about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        return {
            **action,
            "display_name": self.user_id.name,
            "domain": [
                ("user_id", "=", self.user_id.id),
                ("team_id", "=", self.team_id.id),
                ("stage_kind", "in", OPEN_KINDS),
            ],
            "context": {},
        }
