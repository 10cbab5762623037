from odoo import fields
from odoo.tests import tagged

from .alert_common import NIGHT, AlertCommon

# Minute, and what the log says.
LOG = [
    (0, "Raised: Urgent ticket outside the hours"),
    (0, "Step 1: Nadia is called"),
    (5, "Step 2 skipped: outside its hours"),
    (5, "Step 3: Agent Own is called"),
    (6, "Not delivered to Agent Own: Mail. Mailbox full"),
    (6, "Nobody of them was reached: the next step comes at once"),
    (6, "Step 1, round 2: Nadia is called"),
    (11, "Step 2, round 2 skipped: outside its hours"),
    (11, "Step 3, round 2: Agent is called"),
    (12, "Happened again: Service level"),
    (18, "Acknowledged by Agent in the app"),
    (25, "Agent hands over to Manager"),
    (28, "Acknowledged by Manager in the app"),
    (48, "Not resolved in time: begins again with the first step"),
    (48, "Step 1: Nadia is called"),
    (50, "Acknowledged by Nadia in the app"),
    (60, "Resolved: the ticket has ended"),
]

# Whom, by what, and what became of it; the inbox left out.
TOLD = [
    ("Nadia", "mail", "sent"),
    ("Nadia", "mail", "sent"),  # after three minutes, by her rule
    ("Agent Own", "mail", "failed"),
    ("Nadia", "mail", "sent"),
    ("Nadia", "mail", "sent"),
    ("Agent", "mail", "sent"),
    ("Manager", "mail", "sent"),
    ("Nadia", "mail", "sent"),
    ("Nadia", "mail", "cancelled"),  # she had answered by then
]


@tagged("post_install", "-at_install")
class TestOncallAlertStory(AlertCommon):
    """One long night, minute by minute, and the log that a manager reads after it."""

    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)
        self.policy = self._create_policy(
            {"kind": "schedule", "schedule_id": self.schedule.id, "delay": 5},
            {
                "kind": "person",
                "user_id": self.outsider.id,
                "has_hours": True,
                "hour_from": 8,
                "hour_to": 20,
                "delay": 60,
            },
            {"kind": "team", "is_round_robin": True, "delay": 10},
            repeat_count=1,
            resolve_minutes=20,
        )
        self.team.alert_policy_id = self.policy
        rules = self.env["support.notification.rule"].with_user(self.nadia)
        rules.create({"delay": 3, "channel": "mail", "importance": "important"})

    def _play(self, alert, minutes, events):
        """Let the job run every minute; at some of them somebody does something."""
        start = fields.Datetime.now()
        for minute in range(minutes):
            if minute in events:
                events[minute](alert)
            self._climb()
            self._wait(minutes=1)
        return self._read_log(alert, start)

    def _lose_mail(self, alert):
        """Agent Own's mail server refuses what was sent to him."""
        mails = self._get_messages(self.agent_own, alert).mail_mail_id
        mails._postprocess_sent_message(
            [], [], failure_reason="Mailbox full", failure_type="mail_smtp"
        )

    def test_long_night(self):
        ticket = self._create_ticket(self.agent, priority="3")
        alert = self.env["support.alert"].search([("ticket_id", "=", ticket.id)])
        log = self._play(
            alert,
            70,
            {
                6: self._lose_mail,
                12: lambda alert: ticket._call_somebody("sla"),
                18: lambda alert: alert.with_user(self.agent).action_acknowledge(),
                25: lambda alert: (
                    alert.with_user(self.agent)
                    ._get_answerable()
                    ._hand_over(self.manager, "app")
                ),
                28: lambda alert: alert.with_user(self.manager).action_acknowledge(),
                50: lambda alert: alert.with_user(self.nadia).action_acknowledge(),
                60: lambda alert: ticket.with_user(self.agent).action_solve(),
            },
        )
        self.assertEqual(log, LOG)
        told = [
            (message.user_id.name, message.channel, message.state)
            for message in alert.notification_ids
            if message.channel != "inbox"
        ]
        self.assertEqual(told, TOLD)
