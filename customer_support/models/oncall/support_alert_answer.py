from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

# Repeats of an emergency whose words are kept.
_NOTED_REPEATS = 10


class SupportAlertAnswer(models.AbstractModel):
    """What people do with an alert: acknowledge it, hand it over, resolve it."""

    _name = "support.alert.answer"
    _description = "Answers to Support Alerts"

    can_be_acknowledged = fields.Boolean(compute="_compute_can_be")
    can_be_handed_over = fields.Boolean(compute="_compute_can_be")
    can_be_resolved = fields.Boolean(compute="_compute_can_be")

    @api.depends("state")
    def _compute_can_be(self):
        for alert in self:
            is_open = alert.state != "resolved"
            alert.can_be_acknowledged = alert.state == "triggered"
            alert.can_be_handed_over = is_open
            alert.can_be_resolved = is_open

    # -- Actions --------------------------------------------------------------------
    def action_acknowledge(self):
        """Somebody takes care of it: nobody else is called."""
        for alert_sudo in self._get_answerable():
            alert_sudo._acknowledge("app")

    def action_resolve(self):
        """It is done."""
        for alert_sudo in self._get_answerable():
            alert_sudo._resolve("app")

    def action_hand_over(self):
        """Open the dialog by which a colleague is called."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "support.alert.hand.over",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_alert_id": self.id},
        }

    def action_open_ticket(self):
        """Show the ticket that the alert is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    def _get_answerable(self):
        """Return the alerts in sudo, if the user may answer them.

        Whoever reads an alert may answer it: who was called, agents of the team, and
        managers.

        :raise AccessError: he may not
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Alerts are answered by employees."))
        self.check_access("read")
        # Nobody writes alerts but by what he answers.
        return self.sudo()

    # -- What they do -----------------------------------------------------------------
    def _acknowledge(self, way):
        """The environment's user takes care of it. Twice is once.

        :param str way: "app", "link" or "mail", by which he answered
        """
        self.ensure_one()
        if self.state == "acknowledged" and self.acknowledged_by_id == self.env.user:
            return
        self._set_state("acknowledged", "acknowledged", reason=way)

    def _resolve(self, way):
        """The environment's user says that it is done. Twice is once."""
        self.ensure_one()
        if self.state != "resolved":
            self._set_state("resolved", "resolved", reason=way)

    def _hand_over(self, user, way):
        """Call a colleague; if he is silent, the next step follows as after any call.

        :raise UserError: the alert has ended, or he cannot be called
        """
        self.ensure_one()
        if self.state == "resolved" or user not in self._get_colleagues():
            raise UserError(self.env._("This colleague cannot be called."))
        vals = {"reason": way, "user_id": user.id}
        if self.state == "acknowledged":
            self._set_state("triggered", "handed_over", **vals)
        else:
            self._log("handed_over", **vals)
        self.user_id = user
        self._tell(user)
        self._plan_next_action()

    def _add_emergency(self, values):
        """The same stranger hands in the form again: a repeat, with his words.

        :param dict values: as ``support.emergency.form`` cleaned them
        """
        self.ensure_one()
        self._count_repeat({"source": "form"})
        if self.ticket_id and self.count <= _NOTED_REPEATS:
            text = f"{values['name']}\n\n{values['note']}"
            self.ticket_id._message_log(body=plaintext2html(text))
