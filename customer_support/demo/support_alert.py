from datetime import timedelta

from odoo import api, models
from odoo.fields import Datetime

# Each alert: what, and what happened how many minutes after it was raised.
_TOLD = ("inbox", "mail")
_ANSWERED = {
    "hours_ago": 9,
    "vals": {
        "name": "Water runs through the ceiling beside a lamp of ours",
        "note": "The customer has switched off the power. He asks whether the lamp may "
        "stay where it is until the morning.",
        "source": "form",
        "contact_name": "Paul Neumann",
        "contact_phone": "+49 30 5550142",
        "contact_email": "paul.neumann@web.example",
    },
    "called": [(0, 0, "giulia"), (5, 1, "luca")],
    "answered": (7, "luca"),
}
_IN_VAIN = {
    "hours_ago": 1,
    "vals": {
        "name": "A lorry stands before the closed warehouse",
        "note": "The driver waits until noon, then he takes the goods back.",
        "source": "manual",
        "contact_name": "Corriere Veloce",
        "contact_phone": "+39 02 5550188",
    },
    "called": [(0, 0, "sofie"), (5, 1, "luca")],
    "exhausted": 20,
}


class SupportAlert(models.Model):
    _inherit = "support.alert"

    @api.model
    def _load_demo_alerts(self):
        """Let a night have passed: one alert was answered, one was not."""
        tickets = self.env["support.ticket"]
        alerts = tickets._get_demo_env()["support.alert"].sudo()
        for number, story in enumerate((_ANSWERED, _IN_VAIN)):
            alerts._play_demo_story(f"demo:{number}", story)

    def _play_demo_story(self, key, story):
        raised_date = Datetime.now() - timedelta(hours=story["hours_ago"])
        policy = self.env.ref("customer_support.support_escalation_policy_demo")
        team = self.env.ref("customer_support.support_team_care_demo")
        vals = {
            **story["vals"],
            "team_id": team.id,
            "raised_date": raised_date,
            "last_raised_date": raised_date,
        }
        company = team.company_id
        alert = self.create(self._prepare_alert_vals(company, key, policy, vals))
        events = [
            {"kind": "raised", "reason": alert.source, "minutes": 0},
            *self._get_demo_calls(story),
        ]
        if "answered" in story:
            minutes, login = story["answered"]
            user = self._get_demo_user(login)
            by = {"by_id": user.id, "reason": "link"}
            events.append({"kind": "acknowledged", "minutes": minutes, **by})
            alert.write(
                {
                    "state": "acknowledged",
                    "user_id": user.id,
                    "acknowledged_by_id": user.id,
                    "acknowledged_date": raised_date + timedelta(minutes=minutes),
                }
            )
        else:
            alert.is_exhausted = True
            events.append({"kind": "exhausted", "minutes": story["exhausted"]})
        alert._write_demo_events(events)

    def _get_demo_calls(self, story):
        for minutes, position, login in story["called"]:
            user_id = self._get_demo_user(login).id
            whom = {"user_id": user_id, "minutes": minutes, "position": position}
            yield {"kind": "called", **whom}
            for channel in _TOLD:
                yield {"kind": "notified", "channel": channel, **whom}

    def _write_demo_events(self, events):
        self.ensure_one()
        called_ids = {event["user_id"] for event in events if "user_id" in event}
        for event in events:
            minutes = timedelta(minutes=event.pop("minutes"))
            event["alert_id"] = self.id
            event["date"] = self.raised_date + minutes
        self.env["support.alert.event"].create(events)
        self.write({"level": 2, "called_user_ids": [(6, 0, [*called_ids])]})
        self._plan_next_action()

    @api.model
    def _get_demo_user(self, login):
        return self.env.ref(f"customer_support.res_users_{login}_demo")
