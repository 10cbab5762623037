from odoo import api, fields, models
from odoo.tools import format_datetime

from ...const import ASSIGNMENT_STRATEGIES, ASSIGNMENT_TRIGGERS


class SupportAssignment(models.Model):
    """One change of a ticket's agent: who, by which rule, and who else was looked at.

    Written by the product and never changed, so that a choice can be explained when
    the situation behind it is long gone.
    """

    _name = "support.assignment"
    _description = "Assignment of a Support Ticket"
    _order = "id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "support.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    team_id = fields.Many2one("support.team", readonly=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users", "Assigned To", readonly=True, index="btree_not_null"
    )
    previous_user_id = fields.Many2one("res.users", "Before", readonly=True)
    date = fields.Datetime(readonly=True, default=fields.Datetime.now)
    trigger = fields.Selection(ASSIGNMENT_TRIGGERS, "Because", readonly=True)
    strategy = fields.Selection(ASSIGNMENT_STRATEGIES, readonly=True)
    is_same_agent = fields.Boolean(
        readonly=True, help="The agent of the earlier ticket got it again."
    )
    waives_skills = fields.Boolean(
        "Without the Skill",
        readonly=True,
        help="Nobody in the team had the skills that the ticket needs.",
    )
    exceeds_capacity = fields.Boolean(
        "Above Capacity",
        readonly=True,
        help="A colleague chose somebody who had as many tickets as he can carry.",
    )
    done_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user
    )
    candidates = fields.Json(readonly=True)
    explanation = fields.Text(compute="_compute_explanation")

    # -- In words -------------------------------------------------------------------
    @api.depends_context("lang", "tz")
    @api.depends("candidates", "trigger")
    def _compute_explanation(self):
        names = self._get_names()
        for assignment in self:
            lines = [assignment._explain_choice(), *assignment._explain_others(names)]
            assignment.explanation = "\n".join(lines)

    def _get_names(self):
        """Return {id: name} of everybody who was looked at."""
        ids = {line["user_id"] for a in self for line in a.candidates or []}
        # Who else works in the team is no secret to those who read the ticket.
        users_sudo = self.env["res.users"].sudo().browse(ids).exists()
        return {user.id: user.name for user in users_sudo}

    def _explain_choice(self):
        """Return who got the ticket and why, in a sentence."""
        values = {
            "agent": self.user_id.sudo().name or self.previous_user_id.sudo().name,
            "by": self.done_by_id.sudo().name,
            "date": format_datetime(self.env, self.date, dt_format="short"),
        }
        if not self.user_id:
            return self._explain_release(values)
        if self.trigger != "queue":
            return self._explain_choice_by_hand(values)
        if self.is_same_agent:
            return self.env._(
                "%(date)s: %(agent)s, who had the earlier ticket.", **values
            )
        labels = dict(self._fields["strategy"]._description_selection(self.env))
        text = self.env._(
            "%(date)s: %(agent)s, chosen automatically: %(strategy)s.",
            strategy=labels.get(self.strategy, "").lower(),
            **values,
        )
        if self.waives_skills:
            text += " " + self.env._("Nobody in the team has the skills it needs.")
        return text

    def _explain_choice_by_hand(self, values):
        if self.trigger == "absence":
            text = self.env._(
                "%(date)s: handed over to %(agent)s while %(previous)s is away.",
                previous=self.previous_user_id.sudo().name,
                **values,
            )
        elif self.user_id == self.done_by_id:
            text = self.env._("%(date)s: %(agent)s took it.", **values)
        else:
            text = self.env._("%(date)s: %(by)s chose %(agent)s.", **values)
        if self.exceeds_capacity:
            text += " " + self.env._("That is more than the agent can carry at once.")
        return text

    def _explain_release(self, values):
        texts = {
            "taken_back": self.env._(
                "%(date)s: taken back from %(agent)s, from whom nothing was heard.",
                **values,
            ),
            "absence": self.env._(
                "%(date)s: back in the queue, because %(agent)s is away.", **values
            ),
            "reopened": self.env._(
                "%(date)s: reopened while %(agent)s is not there; back in the queue.",
                **values,
            ),
        }
        given_up = self.env._("%(date)s: given up by %(by)s.", **values)
        return texts.get(self.trigger, given_up)

    def _explain_others(self, names):
        """Return a line for everybody who was looked at."""
        availability = self.env["support.team.member"]._fields["availability"]
        labels = dict(availability._description_selection(self.env))
        return [
            self.env._(
                "%(agent)s: %(verdict)s, %(count)s of %(capacity)s tickets, "
                "load %(load)s",
                agent=names.get(line["user_id"], "?"),
                verdict=labels[line["reason"]].lower(),
                count=line["count"],
                capacity=line["capacity"] or "∞",
                load=line["load"],
            )
            for line in self.candidates or []
        ]
