"""States, kinds and transitions of the product: values only, no logic."""

STAGE_KINDS = [
    ("new", "New"),
    ("open", "Open"),
    ("waiting_customer", "Waiting for the customer"),
    ("waiting_third_party", "Waiting for a third party"),
    ("solved", "Solved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

# A ticket of one of these kinds still asks for work of ours or of somebody else.
OPEN_KINDS = ("new", "open", "waiting_customer", "waiting_third_party")
WAITING_KINDS = ("waiting_customer", "waiting_third_party")
ENDED_KINDS = ("solved", "closed", "cancelled")

_WORK = {"open", "waiting_customer", "waiting_third_party"}

# From which kind a ticket may move to which. Nothing returns to "new"; a move
# inside one kind (two stages of the same kind) is always allowed.
STAGE_TRANSITIONS = {
    "new": _WORK | {"solved", "closed", "cancelled"},
    "open": _WORK | {"solved", "closed", "cancelled"},
    "waiting_customer": _WORK | {"solved", "closed", "cancelled"},
    "waiting_third_party": _WORK | {"solved", "closed", "cancelled"},
    "solved": _WORK | {"closed"},
    "closed": _WORK,
    "cancelled": {"open"},
}

# Days in which a customer's answer reopens an ended ticket, unless the team says else.
REOPEN_WINDOW_DAYS = 14

CHANNEL_KINDS = [
    ("mail", "Mail"),
    ("portal", "Customer portal"),
    ("web", "Web form"),
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("social", "Social network"),
    ("api", "Other system (API)"),
]

# Channels through which a customer writes by himself: a ticket that comes in here
# waits for an answer from the moment it is created.
CUSTOMER_CHANNEL_KINDS = ("mail", "portal", "web", "chat", "social")

PRIORITIES = [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Urgent")]

CANCEL_REASONS = [
    ("spam", "Spam"),
    ("merged", "Merged into another ticket"),
    ("duplicate", "Duplicate"),
    ("not_needed", "No longer needed"),
]

CATEGORY_LEVELS = [("cluster", "Cluster"), ("reason", "Reason"), ("cause", "Cause")]

REQUEST_TYPES = [
    ("fault", "Something is wrong"),
    ("question", "Question"),
    ("planning", "Planning"),
    ("installation", "Installation"),
    ("training", "Training"),
    ("maintenance", "Maintenance"),
]

# What a service level promises.
SLA_KINDS = [
    ("first_response", "First response"),
    ("next_reply", "Next reply"),
    ("periodic_update", "Periodic update"),
    ("resolution", "Resolution"),
    ("team_ownership", "Time in the team"),
    ("third_party", "Waiting for a third party"),
]

SLA_LEVELS = [
    ("contractual", "Promised to the customer"),
    ("internal", "Internal goal"),
]

SLA_STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("fulfilled", "Fulfilled"),
    ("cancelled", "Cancelled"),
]

SLA_VERDICTS = [
    ("met", "Met"),
    ("missed", "Missed"),
    ("late", "Late"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("cancelled", "Cancelled"),
]

# What is written down about a clock. Of the last three each happens once.
SLA_EVENTS = [
    ("start", "Started"),
    ("pause", "Paused"),
    ("resume", "Resumed"),
    ("fulfil", "Fulfilled"),
    ("cancel", "Cancelled"),
    ("reopen", "Runs again"),
    ("retarget", "Changed"),
    ("warning", "At risk"),
    ("breach", "Breached"),
    ("escalation", "Escalated"),
]

# When an escalation comes, in working time.
SLA_MOMENTS = [
    ("warning", "When it is at risk"),
    ("before", "Minutes before the deadline"),
    ("breach", "At the deadline"),
    ("after", "Minutes after the deadline"),
]

# On which days extra opening hours apply.
EXTRA_DAYS = [
    ("all", "Every day"),
    ("workday", "Monday to Friday"),
    ("weekend", "Saturday and Sunday"),
]

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]

# Written by the product only. Reports and service levels are judged by the instants,
# access by the customer's company: nobody edits them, whatever his rights.
LIFECYCLE_FIELDS = frozenset(
    {
        "number",
        "received_date",
        "sla_due_date",
        "stage_date",
        "solved_date",
        "closed_date",
        "reopen_count",
        "first_response_date",
        "last_customer_message_date",
        "last_agent_message_date",
        "unanswered_since",
        "last_movement_date",
        "dormant_reminded",
        "assign_date",
        "merged_into_id",
        "origin_ticket_id",
        "stage_kind",
        "cancel_reason",
        "commercial_partner_id",
        "email_normalized",
    }
)

# What a customer may read of his own ticket; everything else is ours.
PORTAL_READABLE_FIELDS = frozenset(
    {
        "access_url",
        "access_warning",
        "category_id",
        "closed_date",
        "commercial_partner_id",
        "company_id",
        "create_date",
        "description",
        "display_name",
        "id",
        "name",
        "number",
        "partner_email",
        "partner_id",
        "product_id",
        "sale_order_id",
        "solved_date",
        "stage_id",
        "stage_kind",
        "team_id",
        "write_date",
    }
)

# What became of an incoming mail, and what of it still waits for a person.
MAIL_STATES = [
    ("processed", "Processed"),
    ("held", "Held for a decision"),
    ("refused", "Refused"),
    ("failed", "Failed"),
]
WAITING_MAIL_STATES = ("held", "failed")
