from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ...const import ENDED_KINDS, OPEN_KINDS, TRIAGE_STATES


class SupportTicketTriage(models.AbstractModel):
    """The triage queue: what waits until a person has read and routed it.

    A ticket enters the queue when it is created and leaves it once: by a contact
    reason, by a team without triage, by an answer, by its end, or by a button.
    """

    _name = "support.ticket.triage"
    _inherit = ["support.ticket.triage.rules"]
    _description = "Triage of a Support Ticket"

    triage_state = fields.Selection(
        TRIAGE_STATES, "Triage", default="none", readonly=True, copy=False
    )
    triage_since = fields.Datetime("Waits for Triage Since", readonly=True, copy=False)
    triage_team_id = fields.Many2one(
        "support.team",
        "Triage in Team",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="In whose queue the ticket waited.",
    )
    triage_user_id = fields.Many2one(
        "res.users",
        "Triage Duty",
        readonly=True,
        copy=False,
        help="Who had duty when the ticket came into the queue.",
    )
    triage_done_date = fields.Datetime("Triage Done On", readonly=True, copy=False)
    triage_done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    triage_hours = fields.Float(
        "Working Hours in Triage",
        readonly=True,
        copy=False,
        help="In the working hours of the team in whose queue the ticket waited.",
    )
    reroute_count = fields.Integer(
        "Rerouted",
        readonly=True,
        copy=False,
        help="How often the ticket changed its team after triage, by people or by "
        "rules, was done.",
    )
    is_my_triage = fields.Boolean(
        compute="_compute_is_my_triage", search="_search_is_my_triage"
    )

    @api.depends("triage_state", "team_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_my_triage(self):
        teams = self._find_my_triage_teams()
        for ticket in self:
            waits = ticket.triage_state == "waiting"
            ticket.is_my_triage = waits and ticket.team_id.id in teams.ids

    def _search_is_my_triage(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("triage_state", "=", "waiting") & Domain(
            "team_id", "in", self._find_my_triage_teams().ids
        )

    @api.model
    def _find_my_triage_teams(self):
        return self.env["support.team"]._find_teams_of_triage(
            self.env.user, fields.Datetime.now()
        )

    # -- Into the queue -------------------------------------------------------------
    @api.model
    def _fill_triage(self, vals_list):
        """Add to the values of new tickets whether they wait for triage."""
        waiting = []
        for vals in vals_list:
            vals["triage_state"] = "none"
            if self._waits_for_triage(vals):
                waiting.append(vals)
        self._add_queue_values(waiting)

    @api.model
    def _waits_for_triage(self, vals):
        """Tell whether a ticket with these complete values waits for triage. Hook."""
        # How a team works is configuration; customers may not read it.
        team_sudo = self.env["support.team"].sudo().browse(vals.get("team_id"))
        if not team_sudo or team_sudo.triage_mode == "none":
            return False
        stage = self.env["support.stage"].sudo().browse(vals["stage_id"])
        if stage.kind not in OPEN_KINDS:
            return False
        if team_sudo.triage_mode == "without_reason":
            return not vals.get("category_id")
        return vals.get("triage_result") != "finished"

    @api.model
    def _add_queue_values(self, vals_list):
        now = fields.Datetime.now()
        team_ids = {vals["team_id"] for vals in vals_list}
        teams = self.env["support.team"].browse(team_ids)
        duties = teams._get_triage_user_ids(now)
        for vals in vals_list:
            vals.update(
                triage_state="waiting",
                triage_since=now,
                triage_team_id=vals["team_id"],
                triage_user_id=duties[teams.browse(vals["team_id"])],
            )

    # -- Out of the queue -----------------------------------------------------------
    def write(self, vals):
        if not vals.keys() & {"category_id", "stage_id", "team_id"}:
            return super().write(vals)
        # Who hands a ticket over may have lost it by this: no further reading as him.
        tickets_sudo = self.sudo()
        waiting_sudo = tickets_sudo.filtered(lambda t: t.triage_state == "waiting")
        routed_sudo = tickets_sudo._filter_rerouted(vals)
        result = super().write(vals)
        routed_sudo._count_reroute()
        waiting_sudo._on_written_in_triage(vals)
        return result

    def _filter_rerouted(self, vals):
        """Return the tickets that are routed and get another team by these values."""
        if not vals.get("team_id"):
            return self.browse()
        return self.filtered(
            lambda t: t._is_routed() and t.team_id.id != vals["team_id"]
        )

    def _is_routed(self):
        is_by_rule = self.triage_result in ("matched", "finished")
        return self.triage_state == "done" or (
            self.triage_state == "none" and is_by_rule
        )

    def _count_reroute(self):
        for count, tickets in self.grouped("reroute_count").items():
            tickets.write({"reroute_count": count + 1})

    def _on_written_in_triage(self, vals):
        """Let tickets leave the queue that these values have settled."""
        waiting = self.filtered(lambda ticket: ticket.triage_state == "waiting")
        settled = waiting.filtered(lambda ticket: ticket._is_triage_settled(vals))
        settled._finish_triage()
        for ticket in waiting - settled:
            if ticket.team_id and ticket.team_id != ticket.triage_team_id:
                ticket._change_triage_queue()

    def _is_triage_settled(self, vals):
        """Tell whether what was written routes the ticket. Hook."""
        if self.stage_kind in ENDED_KINDS:
            return True
        if not self.team_id or not vals.keys() & {"category_id", "team_id"}:
            return False
        return bool(self.category_id) or self.team_id.triage_mode == "none"

    def _change_triage_queue(self):
        """Another team's triage goes on with the ticket; its time runs on."""
        now = fields.Datetime.now()
        duty = self.team_id._get_triage_user_ids(now)[self.team_id]
        self.write({"triage_team_id": self.team_id.id, "triage_user_id": duty})

    def action_triage_done(self):
        """Let the tickets leave the triage queue as they are."""
        self.check_access("write")
        # The instants of triage are the product's.
        waiting_sudo = self.sudo().filtered(lambda t: t.triage_state == "waiting")
        waiting_sudo._finish_triage()

    def action_run_triage_rules(self):
        result = super().action_run_triage_rules()
        finished_sudo = self.sudo().filtered(
            lambda t: t.triage_state == "waiting" and t.triage_result == "finished"
        )
        finished_sudo._finish_triage()
        return result

    def _finish_triage(self):
        """Take the tickets (in sudo) out of the queue, and measure how long it took."""
        if not self:
            return
        now = fields.Datetime.now()
        is_person = self.env.uid != SUPERUSER_ID and self.env.user._is_internal()
        for team, tickets in self.grouped("triage_team_id").items():
            spans = [(ticket.triage_since, now) for ticket in tickets]
            durations = team.calendar_id._measure_working_time(spans)
            for ticket, duration in zip(tickets, durations, strict=True):
                ticket.write(
                    {
                        "triage_state": "done",
                        "triage_done_date": now,
                        "triage_done_by_id": is_person and self.env.uid,
                        "triage_hours": duration.total_seconds() / 3600,
                    }
                )
        self._on_triage_done()

    def _on_agent_answer(self, message):
        result = super()._on_agent_answer(message)
        # The agent may not write the instants of triage.
        self.sudo().filtered(lambda t: t.triage_state == "waiting")._finish_triage()
        return result

    def _get_chosen_by_now(self):
        """The team in whose queue a ticket waits is nobody's choice."""
        chosen = super()._get_chosen_by_now()
        return chosen - {"team_id"} if self.triage_state == "waiting" else chosen

    # -- Assignment -----------------------------------------------------------------
    @api.depends("triage_state")
    def _compute_is_queued(self):
        return super()._compute_is_queued()

    @api.model
    def _get_queue_domain(self):
        """No ticket is handed out before triage."""
        return super()._get_queue_domain() & Domain("triage_state", "!=", "waiting")

    def _on_triage_done(self):
        """React to tickets that have left the triage queue. Hook: call ``super()``."""
        self._request_assignment()
