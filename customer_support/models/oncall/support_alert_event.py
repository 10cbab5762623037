from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...const import ALERT_EVENTS


class SupportAlertEvent(models.Model):
    """What happened to an alert, when, and by whom. Append-only.

    Kept as facts and put into words for whoever reads it, in his language.
    """

    _name = "support.alert.event"
    _description = "Alert Event"
    _order = "id"
    _rec_name = "kind"
    _log_access = False

    alert_id = fields.Many2one(
        "support.alert", required=True, index=True, ondelete="cascade"
    )
    date = fields.Datetime(required=True, help="When it happened.")
    kind = fields.Selection(ALERT_EVENTS, required=True)
    by_id = fields.Many2one("res.users", ondelete="set null")
    user_id = fields.Many2one("res.users", "Whom", ondelete="set null")
    position = fields.Integer(help="Of the step, counted on over all rounds.")
    channel = fields.Char(help="Of the notification.")
    reason = fields.Char(help="One of the product's words for why or how.")
    text = fields.Char("Error")
    description = fields.Char("What Happened", compute="_compute_description")

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Alert events are not made by hand."))
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise AccessError(self.env._("Alert events are evidence and stay."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Alert events are evidence and stay."))

    # -- In words -------------------------------------------------------------------
    @api.depends("kind", "by_id", "user_id", "position", "channel", "reason", "text")
    @api.depends_context("lang")
    def _compute_description(self):
        for event in self:
            event.description = getattr(event, f"_describe_{event.kind}")()

    def _get_source(self):
        sources = self.env["support.alert"]._fields["source"]
        return dict(sources._description_selection(self.env)).get(self.reason, "")

    def _get_channel(self):
        channels = self.env["support.alert.notification"]._fields["channel"]
        return dict(channels._description_selection(self.env)).get(self.channel, "")

    def _get_way(self):
        if self.reason == "link":
            return self.env._("by the link of the mail")
        if self.reason == "mail":
            return self.env._("by an answer to the mail")
        return self.env._("in the app")

    def _get_step_number(self):
        """Return the number of the step and, from the second one on, the round."""
        data = self.alert_id.policy_data or {}
        count = len(data.get("steps", ())) or 1
        turn, step = divmod(self.position, count)
        if not turn:
            return self.env._("Step %(step)s", step=step + 1)
        return self.env._(
            "Step %(step)s, round %(round)s", step=step + 1, round=turn + 1
        )

    def _describe_raised(self):
        return self.env._("Raised: %(cause)s", cause=self._get_source())

    def _describe_repeated(self):
        return self.env._("Happened again: %(cause)s", cause=self._get_source())

    def _describe_climbed_again(self):
        return self.env._("Not resolved in time: begins again with the first step")

    def _describe_called(self):
        return self.env._(
            "%(step)s: %(user)s is called",
            step=self._get_step_number(),
            user=self.user_id.sudo().name,
        )

    def _describe_skipped(self):
        reasons = {
            "nobody": self.env._("nobody is there"),
            "hours": self.env._("outside its hours"),
            "quiet": self.env._("only important alerts pass now"),
        }
        return self.env._(
            "%(step)s skipped: %(reason)s",
            step=self._get_step_number(),
            reason=reasons.get(self.reason, ""),
        )

    def _describe_exhausted(self):
        if self.reason:
            return self.env._("Nobody is left to call, and there is no manager")
        return self.env._("Nobody is left to call: the support managers are called")

    def _describe_unreachable(self):
        return self.env._("Nobody of them was reached: the next step comes at once")

    def _describe_notified(self):
        return self.env._(
            "%(user)s is told: %(channel)s",
            user=self.user_id.sudo().name,
            channel=self._get_channel(),
        )

    def _describe_failed(self):
        return self.env._(
            "Not delivered to %(user)s: %(channel)s. %(error)s",
            user=self.user_id.sudo().name,
            channel=self._get_channel(),
            error=self.text or "",
        )

    def _describe_acknowledged(self):
        return self.env._(
            "Acknowledged by %(user)s %(way)s",
            user=self.by_id.sudo().name,
            way=self._get_way(),
        )

    def _describe_handed_over(self):
        return self.env._(
            "%(by)s hands over to %(user)s",
            by=self.by_id.sudo().name,
            user=self.user_id.sudo().name,
        )

    def _describe_resolved(self):
        if self.reason == "ticket":
            return self.env._("Resolved: the ticket has ended")
        return self.env._(
            "Resolved by %(user)s %(way)s",
            user=self.by_id.sudo().name,
            way=self._get_way(),
        )
