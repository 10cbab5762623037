from odoo import api, fields, models

from ...const import ENDED_KINDS
from ...logic.sla_situation import Situation

# What decides which policies a ticket gets, also by way of the priority, and what moves
# its clocks.
_MATCHING_FIELDS = frozenset(
    {
        "category_id",
        "channel_id",
        "company_id",
        "impact",
        "partner_id",
        "priority",
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
_SITUATION_FIELDS = frozenset(
    {
        "first_response_date",
        "last_agent_message_date",
        "stage_id",
        "unanswered_since",
    }
)


class SupportTicketSla(models.AbstractModel):
    """Service levels of a ticket: which it has, and what moves their clocks."""

    _name = "support.ticket.sla"
    _inherit = ["support.sla.mixin"]
    _description = "Service Levels of a Support Ticket"

    sla_clock_ids = fields.One2many(
        "support.sla.clock", "ticket_id", "Service Levels", readonly=True
    )
    received_date = fields.Datetime(
        "Received",
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        help="From here on the time to solve the ticket counts.",
    )
    sla_due_date = fields.Datetime(
        "Next Deadline",
        compute="_compute_sla_due_date",
        store=True,
        index="btree_not_null",
        help="The earliest deadline of a service level that runs.",
    )

    @api.depends("sla_clock_ids.state", "sla_clock_ids.due_date")
    def _compute_sla_due_date(self):
        for ticket in self:
            running = ticket.sla_clock_ids.filtered(
                lambda clock: clock.state == "running"
            )
            ticket.sla_due_date = min(
                filter(None, running.mapped("due_date")), default=False
            )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._sync_service_levels(fields.Datetime.now())
        return tickets

    def write(self, vals):
        if not vals.keys() & (_MATCHING_FIELDS | _SITUATION_FIELDS):
            return super().write(vals)
        ended = self.filtered(lambda ticket: ticket.stage_kind in ENDED_KINDS)
        result = super().write(vals)
        # Who hands a ticket over may have lost it by this: no further reading as him.
        tickets_sudo = self.sudo()
        tickets_sudo._sync_service_levels(
            fields.Datetime.now(),
            rematch=bool(vals.keys() & _MATCHING_FIELDS),
            reopened=ended.sudo().filtered(lambda t: t.stage_kind not in ENDED_KINDS),
            reason=self._get_sla_reason(vals),
        )
        return result

    def _get_sla_reason(self, vals):
        """Return in words what was changed, for the log of the clocks."""
        names = [name for name in vals if name in _MATCHING_FIELDS | {"stage_id"}]
        labels = [self._fields[name]._description_string(self.env) for name in names]
        return ", ".join(labels) or None

    # -- What the clocks ask --------------------------------------------------------
    def _get_sla_situation(self, at, reopened=False):
        self.ensure_one()
        return Situation(
            at=at,
            stage_kind=self.stage_kind,
            received_at=self.received_date,
            stage_since=self.stage_date or None,
            unanswered_since=self.unanswered_since or None,
            first_response_at=self.first_response_date or None,
            last_answer_at=self.last_agent_message_date or None,
            solved_at=self.solved_date or None,
            team_id=self.team_id.id or None,
            reopened=reopened,
        )

    def _get_own_sla_calendar(self):
        customer = self.commercial_partner_id
        return (
            self.partner_id.support_calendar_id
            or customer.support_calendar_id
            or self.team_id.calendar_id
            or self.company_id.resource_calendar_id
        )

    def _prepare_sla_owner_vals(self, kind):
        team_id = self.team_id.id if kind == "team_ownership" else False
        return {
            "ticket_id": self.id,
            "company_id": self.company_id.id,
            "team_id": team_id,
        }

    # -- What escalations do --------------------------------------------------------
    def _get_sla_agent(self):
        return self.user_id

    def _get_sla_leader(self):
        return self.team_id.leader_id

    def _get_sla_managers(self):
        group = self.env.ref("customer_support.customer_support_group_manager")
        return group.all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids and not user.share
        )

    def _raise_sla_priority(self):
        self._escalate_priority()

    def _reassign_sla_to_leader(self):
        leader = self._get_sla_leader()
        if leader and leader != self.user_id:
            self.user_id = leader
