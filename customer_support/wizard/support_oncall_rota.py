from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..logic import oncall_plan, oncall_rota, spans
from ..logic.local_clock import to_datetime, to_seconds
from ..logic.rotation import Rotation

_MOST_TURNS = 800


class SupportOncallRota(models.TransientModel):
    """Proposes a fair order for the turns of a layer; the manager changes and applies.

    What is applied is a temporary plan: it holds for its time whatever the rotation
    says, is seen and deleted as one thing, and leaves the layer as it was.
    """

    _name = "support.oncall.rota"
    _description = "Fair On-call Rota"
    _rec_name = "schedule_id"

    schedule_id = fields.Many2one(
        "support.oncall.schedule", required=True, ondelete="cascade"
    )
    layer_id = fields.Many2one(
        "support.oncall.layer",
        required=True,
        domain="[('schedule_id', '=', schedule_id)]",
        ondelete="cascade",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._get_default_date_from()
    )
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: self._get_default_date_from() + relativedelta(months=12),
    )
    line_ids = fields.One2many("support.oncall.rota.line", "rota_id", "Turns")
    possible_user_ids = fields.Many2many(
        "res.users", compute="_compute_possible_user_ids"
    )

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A rota ends after it starts."
    )

    @api.model
    def _get_default_date_from(self):
        return fields.Date.context_today(self) + timedelta(days=7)

    @api.depends("layer_id")
    def _compute_possible_user_ids(self):
        for rota in self:
            rota.possible_user_ids = rota.layer_id.participant_ids.user_id

    # -- Proposing ------------------------------------------------------------------
    def action_propose(self):
        """Propose who gets which turn, from what was and who will be away."""
        self.ensure_one()
        self.schedule_id.check_access("write")
        duties = self._get_turn_duties()
        if not duties:
            raise UserError(self.env._("There are no turns in that time."))
        start, end = next(iter(duties))[0], list(duties)[-1][1]
        hours = self.schedule_id._get_hours(start, end)
        turns = [
            oncall_rota.Turn(*turn, self._add_hours(hours, own))
            for turn, own in duties.items()
        ]
        assignments = oncall_rota.propose(
            turns,
            self._get_candidates(start, end),
            self.schedule_id._get_weights(),
            self.schedule_id._get_limits().rest,
        )
        lines = [self._prepare_line_vals(assignment) for assignment in assignments]
        self.line_ids = [Command.clear(), *map(Command.create, lines)]

    def _get_turn_duties(self):
        """Return {(start, end) of the turn: (start, end) of duty in it}; seconds."""
        zone = ZoneInfo(self.schedule_id.tz)
        (layer,) = self.layer_id._prepare_layers()
        rotation = Rotation(layer, zone)
        begin, finish = (
            to_seconds(datetime.combine(day, time.min))
            for day in (self.date_from, self.date_to)
        )
        turn, duties = rotation.get_turn(begin), {}
        # A turn that runs on the first day is not dealt anew.
        start = rotation.get_handoff(turn + 1)
        while start < finish:
            turn += 1
            end = rotation.get_handoff(turn + 1)
            own = spans.merge(part[:2] for part in rotation.get_duties(start, end))
            if own:
                duties[start, end] = own
            if len(duties) > _MOST_TURNS:
                raise UserError(
                    self.env._(
                        "That are more than %(count)s turns: take a shorter time.",
                        count=_MOST_TURNS,
                    )
                )
            start = end
        return duties

    def _add_hours(self, hours, duties):
        parts = [hours.split(*duty) for duty in duties]
        return {kind: sum(part[kind] for part in parts) for kind in parts[0]}

    def _get_candidates(self, start, end):
        span = to_datetime(start), to_datetime(end)
        participants = self.layer_id.participant_ids.sorted()
        users = participants.user_id
        absences = users._get_oncall_absences(*span)
        excesses = self._get_excesses(span[0])
        busy = self.schedule_id._get_duties_elsewhere(users, *span)
        return [
            oncall_rota.Candidate(
                user.id,
                away=tuple(absences[user.id]),
                busy=tuple(busy.get(user.id, ())),
                excess=excesses.get(user.id, {}),
                **self._get_membership(participants, user),
            )
            for user in users
        ]

    def _get_membership(self, participants, user):
        own = participants.filtered(lambda participant: participant.user_id == user)[0]
        return {
            "start": to_seconds(own.date_from) if own.date_from else None,
            "end": to_seconds(own.date_to) if own.date_to else None,
        }

    def _get_excesses(self, until):
        """Return {user id: {what: how much too much}} of what was and is planned."""
        schedule = self.schedule_id
        shares = schedule._get_shares(schedule.service_date, until)
        total = sum(share.load for share in shares) or 1.0
        sums = {
            kind: sum(share.hours[kind] for share in shares)
            for kind in ("holiday", "weekend")
        }
        return {
            share.person: {
                "load": share.load - share.expected,
                **{
                    kind: share.hours[kind] - amount * share.expected / total
                    for kind, amount in sums.items()
                },
            }
            for share in shares
        }

    def _prepare_line_vals(self, assignment):
        return {
            "date_from": to_datetime(assignment.turn.start),
            "date_to": to_datetime(assignment.turn.end),
            "user_id": assignment.person,
            "proposed_user_id": assignment.person,
            "proposed_reason": assignment.reason,
            "load": assignment.load,
            "holiday_hours": assignment.turn.hours["holiday"],
        }

    # -- Applying -------------------------------------------------------------------
    def action_apply(self):
        """Make a temporary plan of the turns; the other layers stay in it."""
        self.ensure_one()
        lines = self.line_ids.sorted("date_from")
        if not lines:
            raise UserError(self.env._("Propose first, then apply."))
        start, end = lines[0].date_from, lines[-1].date_to
        plan = self.env["support.oncall.temporary.plan"].create(
            {
                "name": self.env._("Fair rota of %(layer)s", layer=self.layer_id.name),
                "schedule_id": self.schedule_id.id,
                "date_from": start,
                "date_to": end,
                "duty_ids": [
                    Command.create(
                        {
                            "user_id": user_id,
                            "date_from": to_datetime(begin),
                            "date_to": to_datetime(finish),
                        }
                    )
                    for begin, finish, user_id in self._get_duties(lines, start, end)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": plan._name,
            "res_id": plan.id,
            "views": [(False, "form")],
        }

    def _get_duties(self, lines, start, end):
        """Return (start, end, user id) of the turns, and of what other layers say."""
        schedule, span = self.schedule_id, (to_seconds(start), to_seconds(end))
        data = schedule._get_plan_data(start, end)
        layers = oncall_plan.get_layer_duties(data, *span)
        place = list(schedule.layer_ids.sorted()).index(self.layer_id)
        hours = spans.merge(duty[:2] for duty in layers[place])
        layers[place] = [
            (*part, line.user_id.id)
            for line in lines.filtered("user_id")
            for part in spans.cut(
                hours, to_seconds(line.date_from), to_seconds(line.date_to)
            )
        ]
        return [duty for own in oncall_plan.combine(data, layers) for duty in own]
