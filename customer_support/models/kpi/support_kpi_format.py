from odoo import api, models
from odoo.tools import format_date, formatLang

_NOTHING = "–"
# Longer durations are read in hours only.
_LONGEST_IN_MINUTES = 24


class SupportKpiFormat(models.AbstractModel):
    """How screens write figures, in the reader's language."""

    _name = "support.kpi.format"
    _description = "Figures as Text"

    @api.model
    def _format_value(self, value, unit):
        """Return a value as text, a dash where there is none.

        Hook: one ``_format_<unit>`` for each unit.
        """
        if value is None:
            return _NOTHING
        return getattr(self, f"_format_{unit}")(value)

    @api.model
    def _format_text(self, value):
        return value

    @api.model
    def _format_count(self, value):
        return formatLang(self.env, value, digits=0)

    @api.model
    def _format_share(self, value):
        return self.env._(
            "%(number)s %%", number=formatLang(self.env, value * 100, digits=1)
        )

    @api.model
    def _format_hours(self, value):
        minutes = round(value * 60)
        if value >= _LONGEST_IN_MINUTES:
            return self.env._("%(hours)s h", hours=self._format_count(value))
        if minutes < 60:
            return self.env._("%(minutes)s min", minutes=minutes)
        return self.env._(
            "%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60
        )

    @api.model
    def _format_money(self, value):
        currency = self.env.company.currency_id
        return formatLang(self.env, value, currency_obj=currency)

    @api.model
    def _format_score(self, value):
        return formatLang(self.env, value, digits=1)

    @api.model
    def _format_ratio(self, value):
        return formatLang(self.env, value, digits=2)

    @api.model
    def _format_change(self, value, previous, unit):
        """Return by how much a value changed: in percent, shares in points.

        :return: text, empty where nothing can be compared
        """
        if value is None or previous is None:
            return ""
        if unit == "share":
            points = self._format_signed((value - previous) * 100, 1)
            return self.env._("%(points)s points", points=points)
        if unit == "score":
            return self._format_signed(value - previous, 1)
        if not previous:
            return ""
        percent = self._format_signed((value / previous - 1) * 100, 0)
        return self.env._("%(number)s %%", number=percent)

    @api.model
    def _format_signed(self, number, digits):
        sign = "+" if round(number, digits) > 0 else ""
        return sign + formatLang(self.env, round(number, digits) + 0.0, digits=digits)

    @api.model
    def _format_days(self, first, last):
        """Return “2 Nov – 8 Nov 2026” for local days, both included."""
        return self.env._(
            "%(first)s – %(last)s",
            first=format_date(self.env, first, date_format="d MMM"),
            last=format_date(self.env, last, date_format="d MMM yyyy"),
        )
