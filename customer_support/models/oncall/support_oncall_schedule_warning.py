from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from operator import itemgetter
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import plaintext2html

from ...logic import oncall_limits, spans
from ...logic.local_clock import to_datetime, to_seconds

_LOOK_BACK = timedelta(days=62)


class SupportOncallScheduleWarning(models.AbstractModel):
    """What is wrong with the plan, found before it happens."""

    _name = "support.oncall.schedule.warning"
    _inherit = ["support.oncall.notice.mixin"]
    _description = "On-call Schedule: Warnings"

    def _sync_warnings(self, now):
        """Make the warnings those of the plan: new ones come, settled ones go."""
        self.ensure_one()
        # Warnings are written by the product only.
        warnings_sudo = self.env["support.oncall.warning"].sudo()
        own = warnings_sudo.search([("schedule_id", "=", self.id)])
        known = {warning._get_key(): warning for warning in own}
        found = self._find_warnings(now) if self.active else {}
        for key in known.keys() & found:
            if known[key].date_to != to_datetime(found[key]):
                known[key].date_to = to_datetime(found[key])
        settled = [known[key].id for key in known.keys() - found.keys()]
        warnings_sudo.browse(settled).unlink()
        new = sorted(found.keys() - known.keys(), key=str)
        warnings_sudo.create(
            [self._prepare_warning_vals(*key, found[key]) for key in new]
        )
        self._tell_warnings(now)

    def _prepare_warning_vals(self, kind, user_id, start, end):
        return {
            "schedule_id": self.id,
            "kind": kind,
            "user_id": user_id,
            "date_from": to_datetime(start),
            "date_to": to_datetime(end),
        }

    def _tell_warnings(self, now):
        """Tell the responsible person, once, of what is near."""
        near = self.env["support.oncall.warning"].search(
            [
                ("schedule_id", "=", self.id),
                ("is_told", "=", False),
                ("date_from", "<=", now + timedelta(days=self.warning_days)),
            ]
        )
        if near and self.responsible_id:
            # Whoever causes a warning has no rights on it.
            near.sudo().is_told = True
            self._notify_people(
                self.responsible_id,
                lambda schedule: schedule._get_warning_text(near),
            )

    def _get_warning_text(self, warnings):
        return plaintext2html(
            self.env._(
                "The on-call plan needs a look:\n%(warnings)s",
                warnings="\n".join(warnings.with_env(self.env).mapped("display_name")),
            )
        )

    # -- Finding --------------------------------------------------------------------
    def _find_warnings(self, now):
        """Return {(kind, user id or False, start): end}; in seconds."""
        until = now + timedelta(days=self.horizon_days)
        people = self._get_planned_people(now)
        found = [("gap", False, *gap) for gap in self._find_gaps(now, until)]
        found += [("absence", *part) for part in self._find_absent_duties(now)]
        duties = self._get_duties_by_schedule(people, now, until)
        for user_id, own in duties.items():
            found += [
                (kind, user_id, start, end)
                for kind, start, end in self._find_excesses(own)
                if end > to_seconds(now)
            ]
        found.sort(key=itemgetter(-1))  # of two with the same start the longer one
        return {tuple(key): end for *key, end in found}

    def _find_gaps(self, now, until):
        """Return the (start, end) in which somebody must be there, and nobody is."""
        # A gap that has begun keeps its start, so that it stays the same warning.
        start = max(self.service_date, now - _LOOK_BACK)
        needed = self._get_needed_spans(start, until)
        gaps = spans.subtract(needed, self._get_covered_spans(start, until))
        return [gap for gap in gaps if gap[1] > to_seconds(now)]

    def _get_planned_people(self, now):
        groups = self.env["support.oncall.shift"]._read_group(
            [("schedule_id", "=", self.id), ("date_to", ">", now)], ["user_id"]
        )
        return self.env["res.users"].union(*(user for [user] in groups))

    def _get_duties_by_schedule(self, users, now, until):
        """Return {user id: {schedule id: (start, end) in seconds}}, in order."""
        # When somebody has duty elsewhere matters here, whatever company it is in.
        shifts_sudo = (
            self.env["support.oncall.shift"]
            .sudo()
            .search(
                [
                    ("user_id", "in", users.ids),
                    ("date_from", "<", until),
                    ("date_to", ">", now - _LOOK_BACK),
                ],
                order="date_from, id",
            )
        )
        duties = {user.id: defaultdict(list) for user in users}
        for shift in shifts_sudo:
            duties[shift.user_id.id][shift.schedule_id.id].append(
                (to_seconds(shift.date_from), to_seconds(shift.date_to))
            )
        return duties

    def _find_excesses(self, duties):
        """Return (kind, start, end) of one person; the schedule has a part in each."""
        own, limits = duties.get(self.id, []), self._get_limits()
        for first, second in combinations(duties, 2):
            if self.id in (first, second):
                for span in spans.intersect(duties[first], duties[second]):
                    yield ("overlap", *span)
        whole = [span for each in duties.values() for span in each]
        for end, start in oncall_limits.find_short_rests(whole, limits):
            if any(end in span or start in span for span in own):
                yield ("rest", end, start)
        for span in oncall_limits.find_full_months(own, limits, ZoneInfo(self.tz)):
            yield ("maximum", *span)

    # -- Actions --------------------------------------------------------------------
    def action_open_warnings(self):
        """Open the list of warnings."""
        return self._open("support_oncall_warning_action")
