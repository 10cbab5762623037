import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...logic.oncall_calendar import Event, write_calendar

# What the ORM takes for "nobody but the product".
_NO_ACCESS = "."
_BACK = timedelta(days=90)
_AHEAD = timedelta(days=365)


class SupportOncallFeed(models.Model):
    """A secret link under which a calendar program reads duty: dates and names only.

    The link is shown once, when it is made; what is kept cannot be turned back into it.
    A new link, or revoking, ends the old one.
    """

    _name = "support.oncall.feed"
    _description = "On-call Calendar Feed"
    _order = "name, id"

    name = fields.Char(compute="_compute_name", store=True)
    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: the shifts of the person, in all schedules.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        related="schedule_id.company_id", store=True, index=True
    )
    token_hash = fields.Char(copy=False, groups=_NO_ACCESS)
    link_date = fields.Datetime("Link Made On", readonly=True, copy=False)
    last_read_date = fields.Date("Last Read", readonly=True, copy=False)

    _token_hash_uniq = models.UniqueIndex(
        "(token_hash) WHERE token_hash IS NOT NULL", "This link is taken already."
    )

    @api.depends("schedule_id.name", "user_id.name")
    def _compute_name(self):
        for feed in self:
            feed.name = feed.schedule_id.name or feed.user_id.name

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {"schedule_id": vals.get("schedule_id"), "user_id": self.env.uid}
                for vals in vals_list
            ]
        feeds = super().create(vals_list)
        feeds._check_owner()
        return feeds

    def write(self, vals):
        if not self.env.su and vals.keys() - {"schedule_id"}:
            raise AccessError(self.env._("Links are made with the button."))
        result = super().write(vals)
        self._check_owner()
        return result

    def _check_owner(self):
        """Let people have their own shifts only, and managers whole schedules."""
        if self.env.su:
            return
        is_manager = self.env.user.has_group(
            "customer_support.customer_support_group_manager"
        )
        for feed in self:
            if feed.schedule_id and not is_manager:
                raise ValidationError(
                    self.env._("Feeds of whole schedules are made by managers.")
                )

    # -- The link -------------------------------------------------------------------
    def action_renew(self):
        """Make a link, and show it once; an older one no longer works."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(32)
        # What a link is made of is written here only; the right was checked above.
        self.sudo().write(
            {
                "token_hash": self._hash(token),
                "link_date": fields.Datetime.now(),
                "last_read_date": False,
            }
        )
        link = self.env["support.oncall.feed.link"].create(
            {"url": f"{self.get_base_url()}/support/oncall/{token}.ics"}
        )
        return link._open()

    def action_revoke(self):
        """End the link."""
        self.check_access("write")
        self.sudo().write({"token_hash": False, "link_date": False})

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _find_by_token_sudo(self, token):
        """Return the feed of a link, elevated; empty if there is none (any more)."""
        # The link is all that a calendar program has; it opens this feed only.
        feed_sudo = self.sudo().search([("token_hash", "=", self._hash(token))])
        return feed_sudo.filtered("user_id.active")

    # -- What it says ---------------------------------------------------------------
    def _get_calendar(self, now):
        """Return the text of the calendar."""
        self.ensure_one()
        schedules = self.schedule_id or self.env["support.oncall.schedule"].search(
            [("company_id", "in", self.user_id.company_ids.ids)]
        )
        events = [
            event for schedule in schedules for event in self._get_events(schedule, now)
        ]
        return write_calendar(self.name, sorted(events, key=lambda event: event.start))

    def _get_events(self, schedule, now):
        host = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        for shift in schedule._get_calendar_shifts(now - _BACK, now + _AHEAD):
            user = self.env["res.users"].browse(shift["user_id"])
            if self.schedule_id or user == self.user_id:
                yield Event(
                    f"oncall-{schedule.id}-{user.id}-{shift['start']:%Y%m%dT%H%M%SZ}@{host}",
                    shift["start"],
                    shift["end"],
                    f"{user.name} · {schedule.name}",
                    shift["changed"].replace(microsecond=0),
                )
