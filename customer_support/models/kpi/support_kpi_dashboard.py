from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...logic.kpi_definitions import KPIS, SECTIONS
from ...logic.kpi_period import Period, get_days, get_period, get_previous

# What a manager reads first, as far as it is known.
_HEADLINES = (
    *("tickets_in", "tickets_open", "first_response_median", "resolution_median"),
    *("sla_contractual", "sla_internal", "csat", "reopen_rate"),
    *("contacts_per_100_orders_net", "refunds_amount", "first_response_within"),
)
_MOST_HEADLINES = 8
_KINDS = ("week", "month", "quarter", "year")
_LABELS = {"month": "LLLL yyyy", "quarter": "QQQ yyyy", "year": "yyyy"}
# A month of two days tells nothing: the screen opens with the last one until then.
_YOUNG = timedelta(days=7)


class SupportKpiDashboard(models.AbstractModel):
    """The figures of a period for the screen of the manager.

    Every figure comes with the records behind it; whether it may be opened is decided
    here.
    """

    _name = "support.kpi.dashboard"
    _inherit = ["support.kpi.charts"]
    _description = "Dashboard of the Manager"

    @api.model
    @api.readonly
    def get_dashboard(self, period="month", day=None, team_id=None):
        """Return all that the screen shows, for managers.

        :param str period: week, month, quarter or year
        :param str day: any day of it; without one a period that tells something already
        :param int team_id: only that team
        :return: dict of plain data
        """
        teams, scope, whole, shown = self._get_choice(period, day, team_id)
        figures = self.env["support.kpi.figures"]
        payload = figures._compute_figures(scope, shown.start, shown.end, quick=True)
        changes = figures._get_changes(payload["figures"])
        return {
            "period": self._describe_period(
                period, whole, shown, ZoneInfo(scope["tz"])
            ),
            "periods": self._get_periods(),
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "team_id": scope["team_ids"] and scope["team_ids"][0],
            **self._describe_figures(payload),
            "findings": self._describe_findings(changes),
        }

    @api.model
    @api.readonly
    def get_dashboard_pictures(self, period="month", day=None, team_id=None):
        """Return what the screen shows below the figures, see ``get_dashboard``."""
        _teams, scope, _whole, shown = self._get_choice(period, day, team_id)
        figures = self.env["support.kpi.figures"]
        kpi_scope = figures._get_scope(scope)
        pictures = figures._get_pictures(kpi_scope, shown)
        domains = {
            "received": figures._get_received_domain(kpi_scope, shown),
            "answered": figures._get_answered_domain(kpi_scope, shown),
        }
        return {
            "findings": self._describe_findings(figures._get_other_findings(pictures)),
            "charts": self._describe_charts(pictures, domains),
            "heat": self._describe_heat(pictures, domains),
            "tables": self._describe_tables(pictures),
        }

    # -- Choice ---------------------------------------------------------------------
    @api.model
    def _get_choice(self, period, day, team_id):
        """Check what the manager chose.

        :return: his teams, the scope, the period, and its part that is over
        """
        if not self.env.user.has_group(
            "customer_support.customer_support_group_manager"
        ):
            raise AccessError(self.env._("Only managers read these figures."))
        teams = self.env["support.team"].search([])
        zone = self.env["support.kpi.figures"]._get_scope({}).zone
        scope = {"team_ids": (teams & teams.browse(team_id)).ids, "tz": str(zone)}
        whole = get_period(self._check_period(period), self._parse_day(day, zone), zone)
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        shown = Period(whole.start, min(whole.end, max(now, whole.start)))
        return teams, scope, whole, shown

    # -- Period ---------------------------------------------------------------------
    @api.model
    def _check_period(self, period):
        if period not in _KINDS:
            raise UserError(self.env._("There are no figures of such a period."))
        return period

    @api.model
    def _parse_day(self, day, zone):
        if not day:
            now = fields.Datetime.now().replace(tzinfo=timezone.utc)
            return (now.astimezone(zone) - _YOUNG).date()
        try:
            return date.fromisoformat(day)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%(day)s” is no day.", day=day)) from error

    @api.model
    def _get_periods(self):
        return [
            {"code": "week", "name": self.env._("Week")},
            {"code": "month", "name": self.env._("Month")},
            {"code": "quarter", "name": self.env._("Quarter")},
            {"code": "year", "name": self.env._("Year")},
        ]

    @api.model
    def _describe_period(self, kind, whole, shown, zone):
        """Return names and neighbours of a period; what is to come cannot be chosen."""
        days = get_days(whole, zone)
        before = get_days(get_previous(shown, zone), zone)
        is_running = shown.end < whole.end
        later = days[-1] + timedelta(days=1)
        today = datetime.now(zone).date() if is_running else later
        return {
            "code": kind,
            "day": days[0].isoformat(),
            "name": self._get_period_name(kind, days),
            "note": self.env._(
                "Compared with %(days)s", days=self._format_days(before[0], before[-1])
            ),
            "is_running": is_running,
            "earlier": (days[0] - timedelta(days=1)).isoformat(),
            "later": later.isoformat() if later <= today else False,
        }

    @api.model
    def _get_period_name(self, kind, days):
        if kind == "week":
            return self._format_days(days[0], days[-1])
        return format_date(self.env, days[0], date_format=_LABELS[kind])

    # -- Figures --------------------------------------------------------------------
    @api.model
    def _describe_figures(self, payload):
        """Return the headlines, and by section all of which something is known."""
        definitions = self.env["support.kpi.figures"]._get_definitions()
        shown = {
            definition["code"]: self._describe_figure(
                definition, payload["figures"][definition["code"]]
            )
            for definition in definitions
            if self._is_known(payload["figures"].get(definition["code"]))
        }
        names = {d["section"]: d["section_name"] for d in definitions}
        sections = [
            {
                "code": section,
                "name": names[section],
                "figures": [
                    figure
                    for code, figure in shown.items()
                    if KPIS[code].section == section
                ],
            }
            for section in SECTIONS
        ]
        values = payload["figures"]
        return {
            "is_empty": not any(
                values[code]["value"]
                for code in ("tickets_in", "tickets_out", "tickets_open")
            ),
            "headlines": [shown[code] for code in _HEADLINES if code in shown][
                :_MOST_HEADLINES
            ],
            "sections": [section for section in sections if section["figures"]],
        }

    @api.model
    def _is_known(self, figure):
        return bool(figure) and (figure["value"], figure["previous"]) != (None, None)

    @api.model
    def _describe_figure(self, definition, figure):
        value, previous, unit = figure["value"], figure["previous"], definition["unit"]
        return {
            "code": definition["code"],
            "name": definition["name"],
            "formula": definition["formula"],
            "value": self._format_value(value, unit),
            "previous": self._format_value(previous, unit),
            "change": self._format_change(value, previous, unit),
            "signal": figure["signal"],
            "verdict": figure["verdict"],
            **self._get_target(definition["name"], figure["model"], figure["domain"]),
        }

    @api.model
    def _describe_findings(self, findings):
        figures = self.env["support.kpi.figures"]
        return [
            {
                "code": finding["code"],
                "text": figures._get_finding_text(finding, self._format_value),
                **self._get_target(
                    self.env._("Behind the Finding"),
                    finding["model"],
                    finding["domain"],
                ),
            }
            for finding in findings
        ]
