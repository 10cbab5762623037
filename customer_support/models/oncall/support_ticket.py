from odoo import api, fields, models

from ...const import ALERT_STATES, ENDED_KINDS


class SupportTicket(models.Model):
    """A ticket calls somebody when it cannot wait, and no longer when it ends."""

    _inherit = "support.ticket"

    alert_ids = fields.One2many("support.alert", "ticket_id", readonly=True)
    open_alert_id = fields.Many2one("support.alert", compute="_compute_open_alert")
    open_alert_state = fields.Selection(ALERT_STATES, compute="_compute_open_alert")
    open_alert_words = fields.Char(compute="_compute_open_alert")

    @api.depends("alert_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_open_alert(self):
        alerts = self.env["support.alert"].search(
            [("ticket_id", "in", self.ids), ("state", "!=", "resolved")]
        )
        by_ticket = alerts.grouped("ticket_id")
        for ticket in self:
            alert = by_ticket.get(ticket._origin, alerts.browse())[:1]
            ticket.open_alert_id = alert
            ticket.open_alert_state = alert.state
            ticket.open_alert_words = alert._get_words() if alert else False

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._call_if_urgent()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"priority", "team_id"}:
            self._call_if_urgent()
        if "stage_id" in vals:
            self._on_end_of_emergency()
        return result

    def _call_if_urgent(self):
        """Call somebody for tickets that are urgent while their team is closed."""
        now = fields.Datetime.now()
        for ticket in self:
            team = ticket.team_id
            if (
                ticket.stage_kind not in ENDED_KINDS
                and team.alert_outside_hours
                and team._calls_for(ticket.priority, now)
                and not ticket.sudo()._get_open_alerts()
            ):
                is_phone = ticket.channel_id.kind == "phone"
                ticket._call_somebody("phone" if is_phone else "urgent")

    def _on_end_of_emergency(self):
        """Nobody is called for a ticket that has ended."""
        ended = self.filtered(lambda ticket: ticket.stage_kind in ENDED_KINDS)
        # Who solves the ticket may not be one of those who were called.
        for alert_sudo in ended.sudo()._get_open_alerts():
            alert_sudo._resolve("ticket")

    def _get_open_alerts(self):
        return self.env["support.alert"].search(
            [("ticket_id", "in", self.ids), ("state", "!=", "resolved")]
        )

    # -- Calling --------------------------------------------------------------------
    def _call_somebody(self, source, policy=None, **vals):
        """Raise an alert for the ticket; one that is open counts it.

        :param str source: see ``const.ALERT_SOURCES``
        :param policy: ``support.escalation.policy``; none: that of the team
        :param vals: further fields of the alert
        :return: the alert, in sudo
        """
        self.ensure_one()
        # Who is called is the team's business, whoever raises the alert.
        ticket_sudo = self.sudo()
        return self.env["support.alert"]._raise_alert(
            ticket_sudo.company_id,
            f"ticket:{self.id}",
            policy or ticket_sudo.team_id.alert_policy_id,
            source=source,
            **{**ticket_sudo._prepare_alert_vals(), **vals},
        )

    def _prepare_alert_vals(self):
        """Return what people who cannot read the ticket have to know."""
        customer = self.partner_id
        return {
            "name": self.display_name,
            "ticket_id": self.id,
            "team_id": self.team_id.id,
            "contact_name": customer.name,
            "contact_phone": self.partner_phone or customer.phone,
            "contact_email": self.partner_email or customer.email,
        }

    # -- Actions --------------------------------------------------------------------
    def action_call_somebody(self):
        """Open the dialog that says who would be called, and calls."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wake Somebody Up"),
            "res_model": "support.alert.raise",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_open_alert(self):
        """Show the alert that is open for the ticket."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.alert",
            "res_id": self.open_alert_id.id,
            "views": [(False, "form")],
        }
