"""Which figures there are: one line each. Their words are in `models/kpi/kpi_words.py`.

Everything that shows a figure (dashboards, reports, the page `docs/kpi.md`) reads this
registry, so that a figure has one meaning, one unit and one direction.
"""

from dataclasses import dataclass

SECTIONS = (
    "volume",
    "speed",
    "sla",
    "quality",
    "satisfaction",
    "self_service",
    "automation",
    "aftersales",
    "oncall",
)
# What is measured of the three kinds of waiting: suffix, unit, hours, good direction.
SPEED_MEASURES = ("first_response", "next_reply", "resolution")
SPEED_STATISTICS = (
    ("median", "hours", "working", "down"),
    ("mean", "hours", "working", "down"),
    ("p80", "hours", "working", "down"),
    ("p90", "hours", "working", "down"),
    ("max", "hours", "working", "down"),
    ("within", "share", "working", "up"),
    ("clock_median", "hours", "clock", "down"),
)


@dataclass(frozen=True)
class Kpi:
    """One figure.

    :param code: its name in payloads, for ever
    :param section: one of ``SECTIONS``
    :param unit: count, share (0 to 1), hours, money, score, ratio
    :param calendar: working, clock or none: how its time is counted
    :param good: up, down or none: which direction is good news
    :param view: internal (what we do) or external (what customers perceive)
    """

    code: str
    section: str
    unit: str
    calendar: str = "none"
    good: str = "none"
    view: str = "internal"


def _get_speed_kpis():
    for measure in SPEED_MEASURES:
        for suffix, unit, calendar, good in SPEED_STATISTICS:
            yield Kpi(f"{measure}_{suffix}", "speed", unit, calendar, good)


KPIS = {
    kpi.code: kpi
    for kpi in (
        Kpi("tickets_in", "volume", "count"),
        Kpi("tickets_out", "volume", "count", good="up"),
        Kpi("tickets_open", "volume", "count", good="down"),
        Kpi("backlog_age_median", "volume", "hours", "clock", "down"),
        Kpi("orders", "volume", "count"),
        Kpi("contacts_per_100_orders_gross", "volume", "ratio", good="down"),
        Kpi("contacts_per_100_orders_net", "volume", "ratio", good="down"),
        Kpi("share_of_orders_with_contact", "volume", "share", good="down"),
        Kpi("contacts_per_customer", "volume", "ratio", good="down"),
        *_get_speed_kpis(),
        Kpi("sla_contractual", "sla", "share", "working", "up"),
        Kpi("sla_internal", "sla", "share", "working", "up"),
        Kpi("promises_kept", "sla", "share", good="up"),
        Kpi("reopen_rate", "quality", "share", good="down"),
        Kpi("one_touch_rate", "quality", "share", good="up"),
        Kpi("fcr_rate", "quality", "share", good="up"),
        Kpi("csat", "satisfaction", "share", good="up", view="external"),
        Kpi("ces", "satisfaction", "score", good="up", view="external"),
        Kpi("nps", "satisfaction", "score", good="up", view="external"),
        Kpi("response_rate", "satisfaction", "share", good="up", view="external"),
        Kpi("deflection_rate", "self_service", "share", good="up", view="external"),
        Kpi("template_rate", "automation", "share"),
        Kpi("automation_rate", "automation", "share"),
        Kpi("returns_count", "aftersales", "count", good="down"),
        Kpi("refunds_count", "aftersales", "count", good="down"),
        Kpi("refunds_amount", "aftersales", "money", good="down"),
        Kpi("replacements_count", "aftersales", "count", good="down"),
        Kpi("cost_per_ticket", "aftersales", "money", good="down"),
        Kpi("oncall_hours", "oncall", "hours", "clock"),
        Kpi("oncall_calls", "oncall", "count", good="down"),
        Kpi("oncall_fairness", "oncall", "share", good="up"),
    )
}
