from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ...const import (
    ALERT_IMPORTANCES,
    ALERT_SOURCES,
    ALERT_STATES,
    ALERT_TRANSITIONS,
)
from ...logic.escalation import dump_policy

# Repeats that are written down one by one; of more, each hundredth.
_LOGGED_REPEATS = 20


class SupportAlert(models.Model):
    """Somebody has to come: an alert calls people until one of them answers.

    Raise one with ``_raise_alert``. Only the product writes it; people answer by the
    actions, on the page behind the link of their mail, or in the form.
    """

    _name = "support.alert"
    _inherit = [
        "support.alert.climb",
        "support.alert.people",
        "support.alert.notify",
        "support.alert.answer",
        "support.alert.link",
        "support.alert.mail",
        "support.alert.mine",
        "mail.thread",
    ]
    _description = "Support Alert"
    _order = "needs_answer desc, is_exhausted desc, id desc"
    _check_company_auto = True
    # Who is called may leave a note.
    _mail_post_access = "read"

    # What it is about; copied, because who is called may not read the ticket
    number = fields.Char(required=True, readonly=True, copy=False)
    name = fields.Char("What", required=True)
    note = fields.Text("What Is Needed")
    company_id = fields.Many2one("res.company", required=True, index=True)
    source = fields.Selection(ALERT_SOURCES, "Raised by", required=True)
    importance = fields.Selection(ALERT_IMPORTANCES, required=True, default="important")
    team_id = fields.Many2one("support.team", index="btree_not_null")
    ticket_id = fields.Many2one(
        "support.ticket", index="btree_not_null", ondelete="set null"
    )
    clock_id = fields.Many2one(
        "support.sla.clock",
        "Service Level",
        index="btree_not_null",
        ondelete="set null",
    )
    contact_name = fields.Char("Customer")
    contact_phone = fields.Char("Phone")
    contact_email = fields.Char("Email")
    # Repeats of one problem
    key = fields.Char(
        "Problem", required=True, help="What has the same problem is one alert."
    )
    count = fields.Integer("Times", default=1)
    raised_date = fields.Datetime("Raised", required=True, default=fields.Datetime.now)
    last_raised_date = fields.Datetime("Last Time")
    # Where it stands
    state = fields.Selection(ALERT_STATES, required=True, default="triggered")
    needs_answer = fields.Boolean(
        compute="_compute_needs_answer",
        store=True,
        help="Nobody has answered; such alerts come first.",
    )
    is_exhausted = fields.Boolean(
        "Nobody Left to Call",
        default=False,
        help="Everybody was called in vain. The managers are called again and again.",
    )
    policy_id = fields.Many2one(
        "support.escalation.policy", index="btree_not_null", ondelete="set null"
    )
    policy_data = fields.Json(
        "Policy When It Was Raised", help="Later changes of the policy do not count."
    )
    level = fields.Integer("Steps Called")
    call_count = fields.Integer("Calls")
    next_action_date = fields.Datetime("Next Call")
    user_id = fields.Many2one("res.users", "Taken by", index="btree_not_null")
    raised_by_id = fields.Many2one("res.users", "Raised by Person")
    called_user_ids = fields.Many2many(
        "res.users", "support_alert_called_users_rel", string="People Called"
    )
    acknowledged_by_id = fields.Many2one("res.users", "Acknowledged by")
    acknowledged_date = fields.Datetime("Acknowledged")
    resolved_by_id = fields.Many2one("res.users", "Resolved by")
    resolved_date = fields.Datetime("Resolved")
    event_ids = fields.One2many("support.alert.event", "alert_id", "Log")
    notification_ids = fields.One2many(
        "support.alert.notification", "alert_id", "Notifications"
    )

    _open_uniq = models.UniqueIndex("(company_id, key) WHERE state <> 'resolved'")
    _next_idx = models.Index("(next_action_date) WHERE state <> 'resolved'")

    @api.depends("state")
    def _compute_needs_answer(self):
        for alert in self:
            alert.needs_answer = alert.state == "triggered"

    @api.depends("number", "name")
    def _compute_display_name(self):
        for alert in self:
            alert.display_name = f"[{alert.number}] {alert.name}"

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return Domain("number", operator, value) | Domain("name", operator, value)

    def _get_words(self):
        """Say in a sentence who takes care of it."""
        self.ensure_one()
        if self.state == "acknowledged":
            name = self.acknowledged_by_id.sudo().name
            return self.env._("%(user)s takes care of it.", user=name)
        if self.is_exhausted:
            return self.env._("Everybody was called in vain. Nobody has answered.")
        names = ", ".join(self.called_user_ids.sudo().mapped("name"))
        if not names:
            return self.env._("Somebody is being called.")
        return self.env._("Called: %(people)s. Nobody has answered.", people=names)

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_is_product()
        return super().create(vals_list)

    def write(self, vals):
        self._check_is_product()
        return super().write(vals)

    def _check_is_product(self):
        """Refuse what does not come from the product itself, whatever the rights.

        :raise AccessError: alerts are evidence of who was called and who answered
        """
        if not self.env.su:
            raise AccessError(self.env._("Alerts are not edited by hand."))

    # -- Raising --------------------------------------------------------------------
    @api.model
    def _raise_alert(self, company, key, policy, **vals):
        """Call somebody; if the same problem is open already, count it.

        :param company: ``res.company``
        :param str key: what has the same key is the same problem
        :param policy: ``support.escalation.policy``; empty: the managers are called
        :param vals: ``name``, ``source`` and further fields
        :return: the alert, in sudo
        :raise ConcurrencyError: somebody else raises it at this moment; run again
        """
        # Whoever meets an emergency raises it, also a job or a stranger's form.
        alert_sudo = self.sudo()._find_open(company, key)
        if alert_sudo:
            alert_sudo._count_repeat(vals)
            return alert_sudo
        vals = self._prepare_alert_vals(company, key, policy, vals)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                # Nobody follows an alert but who is called.
                silent = {"mail_create_nosubscribe": True, "mail_create_nolog": True}
                alert_sudo = self.sudo().with_context(**silent).create(vals)
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
        alert_sudo = self.sudo().browse(alert_sudo.id)
        alert_sudo._log("raised", reason=vals["source"])
        alert_sudo._plan_next_action()
        return alert_sudo

    @api.model
    def _find_open(self, company, key):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("key", "=", key),
                ("state", "!=", "resolved"),
            ],
            limit=1,
        )

    @api.model
    def _prepare_alert_vals(self, company, key, policy, vals):
        # Numbers are drawn for everybody, sequences are read by few.
        number = self.env["ir.sequence"].sudo().next_by_code("support.alert")
        return {
            "company_id": company.id,
            "key": key,
            "number": number,
            "policy_id": policy.id,
            "policy_data": dump_policy(policy.sudo()._get_definition()),
            "last_raised_date": fields.Datetime.now(),
            **vals,
        }

    def _count_repeat(self, vals):
        """Note that the problem has come again; it may have become important."""
        self.ensure_one()
        self.count += 1
        self.last_raised_date = fields.Datetime.now()
        if vals.get("importance", "important") == "important":
            self.importance = "important"
        if self.count <= _LOGGED_REPEATS or self.count % 100 == 0:
            self._log("repeated", reason=vals["source"])

    # -- State ----------------------------------------------------------------------
    def _set_state(self, state, event, **event_vals):
        """Move to a state, with what it sets and clears, and write it down.

        :raise UserError: there is no way from the state in which the alert is
        """
        self.ensure_one()
        if state not in ALERT_TRANSITIONS[self.state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Alert %(number)s: %(state)s.",
                    number=self.number,
                    state=labels[self.state],
                )
            )
        self.write({"state": state, **self._prepare_state_vals(state)})
        self._log(event, **event_vals)
        if state != "triggered":
            planned = self.notification_ids.filtered(lambda n: n.state == "planned")
            planned.state = "cancelled"
        self._plan_next_action()

    def _prepare_state_vals(self, state):
        """Return what a state sets and clears."""
        now, user = fields.Datetime.now(), self.env.user
        if state == "acknowledged":
            return {
                "acknowledged_by_id": user.id,
                "acknowledged_date": now,
                "user_id": user.id,
                "is_exhausted": False,
            }
        if state == "resolved":
            return {
                "resolved_by_id": user.id,
                "resolved_date": now,
                "is_exhausted": False,
            }
        return {
            "acknowledged_by_id": False,
            "acknowledged_date": False,
            "user_id": False,
        }

    def _log(self, kind, **vals):
        """Write down what happens to the alert, now."""
        self.ensure_one()
        return self.env["support.alert.event"].create(
            {
                "alert_id": self.id,
                "kind": kind,
                "date": fields.Datetime.now(),
                "by_id": self.env.uid,
                **vals,
            }
        )
