from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.oncall_swap import get_next_reminder


class SupportOncallSwapWake(models.AbstractModel):
    """Reminders of an offer, each once, and its end when the shift begins."""

    _name = "support.oncall.swap.wake"
    _description = "On-call Swap: Reminders"

    wake_date = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When people are reminded next, or the offer expires.",
    )

    def _schedule_wake_up(self, now):
        """Wake up at the next reminder, or when the first shift begins."""
        cron = self.env.ref("customer_support.ir_cron_wake_oncall_swaps")
        for swap_sudo in self.sudo():
            start = swap_sudo._get_start()
            swap_sudo.wake_date = get_next_reminder(start, now) or start
            cron._trigger(at=swap_sudo.wake_date)

    @api.model
    def _get_due_domain(self):
        return Domain("wake_date", "<=", fields.Datetime.now())

    @api.model
    def _cron_wake_oncall_swaps(self):
        """Remind of open offers, once each time, and end those whose shift begins."""
        domain = self._get_due_domain()
        swaps = self.search(domain, limit=100).try_lock_for_update(
            allow_referencing=True
        )
        for swap in swaps.filtered_domain(domain):
            swap._wake_up(fields.Datetime.now())
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _wake_up(self, now):
        if self._get_start() <= now:
            self._set_state("expired")
            self._notify_end()
        else:
            self._notify_reminder()
            self._schedule_wake_up(now)
