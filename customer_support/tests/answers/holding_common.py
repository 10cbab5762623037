from odoo import fields

from ..mail.common import MailDoorCommon


class HoldingCommon(MailDoorCommon):
    """A team that tells its customers after eight hours of silence, at most twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["support.team"].search([]).holding_mode = "none"
        cls.team.write(
            {
                "calendar_id": False,
                "holding_mode": "send",
                "holding_hours": 8,
                "holding_limit": 2,
            }
        )
        cls.env["support.sla.policy"].search([]).action_archive()

    def setUp(self):
        super().setUp()
        self._freeze()

    def _ask(self, **values):
        """Return a ticket of Ada's that an agent works on."""
        ticket = self._create_ticket(user_id=self.agent.id, **values)
        ticket.sudo()._move_to_kind(values.get("kind", "open"))
        return ticket

    def _hold(self, hours=9):
        """Let time pass and the job run; return the mails that it sent."""
        self._wait(hours=hours)
        before = len(self._get_sent())
        self._run_cron("ir_cron_hold")
        self.env.invalidate_all()
        return self._get_sent()[before:]

    def _now(self):
        return fields.Datetime.now()
