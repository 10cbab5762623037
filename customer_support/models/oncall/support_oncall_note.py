from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_PRODUCT_FIELDS = frozenset({"next_user_id", "told_date", "user_id"})


class SupportOncallNote(models.Model):
    """What somebody tells the next one on duty, and what he learned.

    The next one gets it when his shift begins; all of the rota can look it up.
    """

    _name = "support.oncall.note"
    _inherit = ["mail.thread", "support.oncall.notice.mixin"]
    _description = "On-call Hand-over Note"
    _order = "date desc, id desc"
    _rec_name = "schedule_id"

    schedule_id = fields.Many2one(
        "support.oncall.schedule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="schedule_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "From",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    next_user_id = fields.Many2one("res.users", "For", readonly=True, index=True)
    date = fields.Datetime(
        "Hand-over", required=True, default=fields.Datetime.now, index=True
    )
    text = fields.Text("What Is Going On", required=True)
    learned = fields.Text("What I Learned")
    told_date = fields.Datetime("Handed Over", readonly=True, copy=False)

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        if not self.env.su and any(note.user_id != self.env.user for note in notes):
            raise AccessError(self.env._("A note is written in one's own name."))
        notes._find_reader()
        return notes

    def write(self, vals):
        if not self.env.su and _PRODUCT_FIELDS.intersection(vals):
            raise AccessError(self.env._("Who gets a note follows from the plan."))
        result = super().write(vals)
        if vals.keys() & {"date", "schedule_id"}:
            self._find_reader()
        return result

    def _find_reader(self):
        """Find who is next on duty at the hand-over, and wake up then."""
        cron = self.env.ref("customer_support.ir_cron_tell_oncall_notes")
        for note_sudo in self.sudo().filtered(lambda note: not note.told_date):
            until = note_sudo.date + timedelta(days=14)
            shifts = note_sudo.schedule_id.get_shifts(note_sudo.date, until)
            others = [s for s in shifts if s["user_id"] != note_sudo.user_id.id]
            reader = others[0] if others else {}
            note_sudo.next_user_id = reader.get("user_id")
            if reader:
                cron._trigger(at=max(reader["start"], fields.Datetime.now()))

    # -- Handing over ---------------------------------------------------------------
    @api.model
    def _cron_tell_notes(self):
        """Give the notes to those whose shift has begun, each once."""
        domain = Domain("told_date", "=", False) & Domain(
            "date", "<=", fields.Datetime.now()
        )
        notes = self.search(domain, limit=100).try_lock_for_update(
            allow_referencing=True
        )
        for note in notes.filtered(lambda note: not note.told_date):
            note._tell()
            self.env["ir.cron"]._commit_progress(1)

    def _tell(self):
        # The plan may have changed since the note was written.
        on_duty = self.schedule_id.get_on_call() - self.user_id
        if on_duty:
            self.next_user_id = on_duty[0]
            self.told_date = fields.Datetime.now()
            self._notify_people(on_duty, lambda note: note.text)
