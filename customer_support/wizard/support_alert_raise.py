from odoo import api, fields, models

from ..const import ALERT_IMPORTANCES


class SupportAlertRaise(models.TransientModel):
    """Calls somebody for a ticket, after saying who that would be."""

    _name = "support.alert.raise"
    _description = "Wake Somebody Up"

    ticket_id = fields.Many2one("support.ticket", required=True, ondelete="cascade")
    importance = fields.Selection(ALERT_IMPORTANCES, default="important", required=True)
    note = fields.Text("What Is Needed")
    words = fields.Text(compute="_compute_words")

    @api.depends("ticket_id")
    def _compute_words(self):
        for wizard in self:
            # Whom the team calls is told to whoever is about to call, and sees why.
            wizard.ticket_id.check_access("read")
            policy_sudo = wizard.ticket_id.sudo().team_id.alert_policy_id
            words = [wizard._get_first_words(), policy_sudo.summary]
            wizard.words = "\n".join(filter(None, words))

    def _get_first_words(self):
        """Say who is called within this minute."""
        people = self._get_first_people()
        if not people:
            return self.env._("Nobody is on duty. The support managers are called now.")
        return self.env._(
            "Called now: %(people)s.", people=", ".join(people.mapped("name"))
        )

    def _get_first_people(self):
        """Return whom the first step calls now that finds somebody, in sudo."""
        now = fields.Datetime.now()
        ticket_sudo = self.ticket_id.sudo()
        alert = ticket_sudo.env["support.alert"].new(
            {
                "company_id": ticket_sudo.company_id.id,
                "team_id": ticket_sudo.team_id.id,
                "importance": self.importance,
            }
        )
        policy_sudo = ticket_sudo.team_id.alert_policy_id
        return alert._find_first(policy_sudo._get_definition(), now)

    def action_call(self):
        """Call, and show the alert."""
        self.ensure_one()
        self.ticket_id.check_access("write")
        alert_sudo = self.ticket_id._call_somebody(
            "manual",
            importance=self.importance,
            note=self.note,
            raised_by_id=self.env.uid,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.alert",
            "res_id": alert_sudo.id,
            "views": [(False, "form")],
        }
