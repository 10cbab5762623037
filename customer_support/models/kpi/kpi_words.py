"""What each figure means, in words: name, formula and source. See `docs/kpi.md`."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate("customer_support")

SECTION_NAMES = {
    "volume": _lt("Volume"),
    "speed": _lt("Speed"),
    "sla": _lt("Service Levels and Promises"),
    "quality": _lt("Quality"),
    "satisfaction": _lt("Satisfaction"),
    "self_service": _lt("Self-service"),
    "automation": _lt("Templates and Automatic Answers"),
    "aftersales": _lt("After-sales"),
    "oncall": _lt("On-call Duty"),
}

# {measure: (name, formula, source)}
SPEED_WORDS = {
    "first_response": (
        _lt("First answer"),
        _lt(
            "From arrival to the first public answer of a person, of tickets that got "
            "it in the period. Automatic answers do not count."
        ),
        _lt("Tickets; where a service level was promised, its clock"),
    ),
    "next_reply": (
        _lt("Next reply"),
        _lt(
            "From a message of the customer to the next answer, of those answered in "
            "the period. Only known where a service level promises it."
        ),
        _lt("Clocks of service levels"),
    ),
    "resolution": (
        _lt("Solution"),
        _lt(
            "From arrival to the solution, of tickets solved in the period and not "
            "reopened. Cancelled ones do not count."
        ),
        _lt("Tickets; where a service level was promised, its clock with its pauses"),
    ),
}
SPEED_STATISTIC_NAMES = {
    "median": _lt("%(measure)s: median"),
    "mean": _lt("%(measure)s: mean"),
    "p80": _lt("%(measure)s: four of five within"),
    "p90": _lt("%(measure)s: nine of ten within"),
    "max": _lt("%(measure)s: longest"),
    "within": _lt("%(measure)s: within the target"),
    "clock_median": _lt("%(measure)s: median by the clock"),
}
WITHIN_FORMULA = _lt(
    "Clocks that were met, of those that were met, missed or fell due in the period "
    "without being met."
)

# {code: (name, formula, source)}
WORDS = {
    "tickets_in": (
        _lt("Tickets in"),
        _lt("Tickets received in the period. Spam does not count."),
        _lt("Tickets"),
    ),
    "tickets_out": (
        _lt("Tickets out"),
        _lt("Tickets solved, closed or cancelled in the period and not reopened."),
        _lt("Tickets"),
    ),
    "tickets_open": (
        _lt("Tickets open"),
        _lt(
            "Tickets received before the end of the period that had not ended by then. "
            "One that came back later counts as open all the while."
        ),
        _lt("Tickets"),
    ),
    "backlog_age_median": (
        _lt("Age of open tickets"),
        _lt("Median time from arrival to the end of the period, of the open tickets."),
        _lt("Tickets"),
    ),
    "orders": (
        _lt("Orders"),
        _lt("Confirmed orders of the period, by the date of the order."),
        _lt("Sales orders"),
    ),
    "contacts_per_100_orders_gross": (
        _lt("Contacts per 100 orders, gross"),
        _lt("All tickets received, divided by the orders of the period, times 100."),
        _lt("Tickets and sales orders"),
    ),
    "contacts_per_100_orders_net": (
        _lt("Contacts per 100 orders, net"),
        _lt(
            "Tickets received without merged and duplicate ones, each order counted "
            "once, divided by the orders of the period, times 100."
        ),
        _lt("Tickets and sales orders"),
    ),
    "share_of_orders_with_contact": (
        _lt("Orders with a contact"),
        _lt(
            "Orders of the period about which a ticket came in before its end, of all "
            "orders of the period."
        ),
        _lt("Tickets and sales orders"),
    ),
    "contacts_per_customer": (
        _lt("Contacts per customer"),
        _lt(
            "Tickets received without merged and duplicate ones, divided by the "
            "customers who wrote."
        ),
        _lt("Tickets"),
    ),
    "sla_contractual": (
        _lt("Contractual service levels"),
        WITHIN_FORMULA,
        _lt("Clocks of service levels"),
    ),
    "sla_internal": (
        _lt("Internal service levels"),
        WITHIN_FORMULA,
        _lt("Clocks of service levels"),
    ),
    "promises_kept": (
        _lt("Promises kept"),
        _lt(
            "Promises to customers that fell due in the period and were kept, of those "
            "kept or broken."
        ),
        _lt("Promises"),
    ),
    "reopen_rate": (
        _lt("Came back"),
        _lt("Tickets that had been reopened, of those solved in the period."),
        _lt("Tickets"),
    ),
    "one_touch_rate": (
        _lt("Solved with one answer"),
        _lt(
            "Tickets that needed one answer of a person at most and never came back, "
            "of those solved in the period."
        ),
        _lt("Tickets"),
    ),
    "fcr_rate": (
        _lt("Solved at first contact"),
        _lt(
            "Tickets after whose first answer the customer did not write again, that "
            "never came back and have no follow-up, of those solved in the period."
        ),
        _lt("Tickets"),
    ),
    "csat": (
        _lt("Satisfied customers (CSAT)"),
        _lt(
            "Marks four and five, of all marks one to five given to questions of the "
            "period."
        ),
        _lt("Feedback"),
    ),
    "ces": (
        _lt("Ease (CES)"),
        _lt("Mean agreement from one to seven that it was easy to get help."),
        _lt("Feedback"),
    ),
    "nps": (
        _lt("Recommendation (NPS)"),
        _lt("Share of marks nine and ten less that of marks zero to six, times 100."),
        _lt("Feedback"),
    ),
    "response_rate": (
        _lt("Answered questions"),
        _lt("Questions that were answered, of those sent in the period."),
        _lt("Feedback"),
    ),
    "deflection_rate": (
        _lt("Needed no ticket"),
        _lt(
            "Readers of the help centre who opened no ticket within its hours, of all "
            "whom it reached."
        ),
        _lt("Help centre by day"),
    ),
    "template_rate": (
        _lt("Answered from a template"),
        _lt(
            "Tickets in which a person used a template, of those first answered in the "
            "period."
        ),
        _lt("Tickets and uses of templates"),
    ),
    "automation_rate": (
        _lt("Answered by itself"),
        _lt(
            "Tickets that an automatic answer settled, of those received in the period."
        ),
        _lt("Tickets"),
    ),
    "returns_count": (
        _lt("Returns"),
        _lt("Returns that were asked for in the period and not cancelled."),
        _lt("Returns"),
    ),
    "refunds_count": (
        _lt("Refunds"),
        _lt("Refunds whose money moved in the period."),
        _lt("Refunds"),
    ),
    "refunds_amount": (
        _lt("Refunded"),
        _lt("What these refunds come to, in the currency of the company."),
        _lt("Refunds"),
    ),
    "replacements_count": (
        _lt("Replacements"),
        _lt("Replacements carried out in the period."),
        _lt("Resolutions"),
    ),
    "cost_per_ticket": (
        _lt("Cost per ticket"),
        _lt(
            "Refunds and gestures of the period, divided by the tickets received. The "
            "time of agents is not counted."
        ),
        _lt("Refunds, resolutions and tickets"),
    ),
    "oncall_hours": (
        _lt("Hours on duty"),
        _lt("Hours of all shifts within the period."),
        _lt("On-call shifts"),
    ),
    "oncall_calls": (
        _lt("Alerts"),
        _lt("Alerts raised in the period."),
        _lt("Alerts"),
    ),
    "oncall_fairness": (
        _lt("Fairness of duty"),
        _lt("Mean score of the schedules over the period, as on their forms."),
        _lt("On-call schedules"),
    ),
}
