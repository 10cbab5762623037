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

# How much a matter harms, and how soon it has to be solved.
PRIORITY_GRADES = [("low", "Low"), ("medium", "Medium"), ("high", "High")]

# (impact, urgency): the priority from which the rules begin.
PRIORITY_MATRIX = {
    ("low", "low"): 0,
    ("low", "medium"): 0,
    ("low", "high"): 1,
    ("medium", "low"): 0,
    ("medium", "medium"): 1,
    ("medium", "high"): 2,
    ("high", "low"): 1,
    ("high", "medium"): 2,
    ("high", "high"): 3,
}

PRIORITY_EFFECTS = [
    ("at_least", "At least"),
    ("at_most", "At most"),
    ("raise", "Raise"),
    ("lower", "Lower"),
]

PROBLEM_STATES = [("open", "Open"), ("solved", "Solved")]

CANCEL_REASONS = [
    ("spam", "Spam"),
    ("merged", "Merged into another ticket"),
    ("duplicate", "Duplicate"),
    ("not_needed", "No longer needed"),
]

CATEGORY_LEVELS = [("cluster", "Cluster"), ("reason", "Reason"), ("cause", "Cause")]

# What a contact reason asks about a delivery; its documents may answer.
DELAY_QUESTIONS = [
    ("late", "Where is it?"),
    ("incomplete", "Where is the rest?"),
]

# What the documents of a late order can prove (logic/delay_cause.py).
DELAY_CAUSES = [
    ("warehouse", "Shipped late"),
    ("carrier", "Carrier late"),
    ("supplier", "Goods not there"),
    ("payment", "Not paid"),
    ("backorder", "A part is still to come"),
]

REQUEST_TYPES = [
    ("fault", "Something is wrong"),
    ("question", "Question"),
    ("planning", "Planning"),
    ("installation", "Installation"),
    ("training", "Training"),
    ("maintenance", "Maintenance"),
]

# Value/irritant matrix: logic.kpi_patterns.QUADRANTS.
QUADRANTS = [
    ("encourage", "Encourage"),
    ("simplify", "Simplify"),
    ("self_service", "Offer Self-service"),
    ("eliminate", "Remove the Cause"),
]
WORTHS = [("valuable", "Valuable"), ("irritant", "Not Worth It")]
SPIKE_DIRECTIONS = [("rise", "Rise"), ("fall", "Fall")]
KPI_VERDICTS = [
    ("good", "Good news"),
    ("neutral", "Neither good nor bad"),
    ("bad", "Bad news"),
]

# How a team hands out its tickets.
ASSIGNMENT_STRATEGIES = [
    ("manual", "By hand"),
    ("round_robin", "In turn"),
    ("random", "At random"),
    ("least_loaded", "To the least loaded"),
    ("skill", "To the most skilled"),
]

# Why somebody got a ticket.
ASSIGNMENT_TRIGGERS = [
    ("queue", "It waited in the queue"),
    ("manual", "A colleague chose"),
    ("taken_back", "It was taken back after silence"),
    ("absence", "The agent is away"),
    ("reopened", "It was reopened"),
]

# Why somebody cannot take a ticket.
ABSENCE_REASONS = [
    ("off_hours", "Outside working hours"),
    ("on_leave", "On leave"),
    ("out_of_office", "Out of office"),
    ("away", "Away"),
    ("offline", "Offline"),
]
ASSIGNMENT_VERDICTS = [
    ("available", "Available"),
    ("full", "Full"),
    ("unskilled", "Lacks a skill"),
    ("passed", "Has just let it lie"),
    *ABSENCE_REASONS,
]

# What becomes of the open tickets of an agent who is away.
ABSENCE_DECISIONS = [
    ("stay", "Stay with him"),
    ("hand_over", "Are handed over"),
    ("queue", "Go to the queue"),
]
ABSENCE_RULES = [
    ("ask", "Ask the team leader"),
    ("stay", "They stay with him"),
    ("hand_over", "His deputy gets them, else the queue"),
    ("queue", "They go to the queue"),
]
ABSENCE_STATES = [
    ("proposed", "To Decide"),
    ("decided", "Decided"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]

# Tickets of these kinds are work of their agent now; those that wait are not.
ACTIVE_KINDS = ("new", "open")

# How much a ticket weighs, by priority, where loads are compared.
PRIORITY_WEIGHTS = {"0": 1, "1": 2, "2": 3, "3": 5}

SKILL_LEVELS = [("1", "Basic"), ("2", "Good"), ("3", "Expert")]

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

TRIAGE_MODES = [
    ("none", "No triage"),
    ("without_reason", "Tickets without a contact reason wait for triage"),
    ("all", "All new tickets that no rule has finished wait for triage"),
]

TRIAGE_STATES = [
    ("none", "Not needed"),
    ("waiting", "Waiting for triage"),
    ("done", "Done"),
]

# What triage rules made of a new ticket.
TRIAGE_RESULTS = [
    ("unmatched", "No rule matched"),
    ("matched", "A rule matched"),
    ("finished", "A rule finished it"),
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

# What a stated wait is known from.
WAIT_BASES = [
    ("measured", "Queue, people and recent speed"),
    ("service_level", "Promise of the service level"),
    ("channel", "Published promise of the channel"),
]

# Whether a stated wait was honest.
WAIT_VERDICTS = [
    ("inside", "As stated"),
    ("earlier", "Earlier"),
    ("later", "Later"),
    ("waiting", "Still waiting"),
    ("void", "Ended without an answer"),
]

# Tickets of these kinds wait for us or for somebody whom we asked: the customer is told
# that they are not forgotten.
HOLDING_KINDS = ("new", "open", "waiting_third_party")

HOLDING_MODES = [
    ("none", "Nothing"),
    ("propose", "Propose a holding message"),
    ("send", "Send a holding message"),
]

PROMISE_KINDS = [
    ("reply", "Reply"),
    ("callback", "Call back"),
    ("delivery", "Delivery"),
    ("restock", "Goods in stock again"),
    ("refund", "Refund"),
    ("other", "Other"),
]

# Outside our control: promised only where a document confirms the date.
CONFIRMED_PROMISE_KINDS = ("delivery", "restock")

PROMISE_VERDICTS = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("broken", "Broken"),
    ("cancelled", "Cancelled"),
]

REPLY_PURPOSES = [
    ("answer", "Answer"),
    ("closing", "Closing formula"),
    ("notice", "Notice below automatic answers"),
]
REPLY_MODES = [
    ("manual", "Found by search only"),
    ("suggested", "Suggested"),
    ("automatic", "Sent by itself"),
]
REPLY_VERSION_STATES = [
    ("draft", "Draft"),
    ("published", "In Use"),
    ("retired", "Former"),
]
REPLY_DECISIONS = [
    ("published", "Version published"),
    ("reviewed", "Reviewed"),
    ("suggested", "Suggested to agents"),
    ("hidden", "Found by search only"),
    ("automated", "Made automatic"),
    ("withdrawn", "Automation withdrawn"),
]
# What became of a reply; the window of the company has to pass first.
REPLY_OUTCOMES = [
    ("pending", "Pending"),
    ("closed", "Closed the matter"),
    ("question", "Another question"),
    ("repeat", "New contact about it"),
    ("open", "Still open"),
]
# How far the order of a ticket is.
REPLY_ORDER_STATES = [
    ("none", "No order is known"),
    ("pending", "Nothing has left yet"),
    ("partial", "A part has left"),
    ("shipped", "Everything has left"),
]
REPLY_HOURS = [
    ("always", "At any time"),
    ("closed", "While the team is closed"),
]
AUTOMATIC_REPLY_STATES = [
    ("answered", "Answered automatically"),
    ("handed_over", "Handed over to a person"),
]

# Written by the product only. Reports and service levels are judged by the instants,
# access by the customer's company: nobody edits them, whatever his rights.
LIFECYCLE_FIELDS = frozenset(
    {
        "number",
        "received_date",
        "sla_due_date",
        "stage_date",
        "recovery_state",
        "failure_date",
        "recovered_date",
        "solved_date",
        "closed_date",
        "reopen_count",
        "handoff_count",
        "first_response_date",
        "last_customer_message_date",
        "last_agent_message_date",
        "unanswered_since",
        "last_movement_date",
        "dormant_reminded",
        "acknowledgement_request",
        "quiet_since",
        "holding_count",
        "holding_date",
        "holding_proposed_date",
        "holding_activity_id",
        "automatic_reply_request",
        "automatic_reply_state",
        "automatic_reply_date",
        "assign_date",
        "unassigned_since",
        "take_back_date",
        "waiting_reason",
        "merged_into_id",
        "origin_ticket_id",
        "stage_kind",
        "cancel_reason",
        "commercial_partner_id",
        "email_normalized",
        "triage_rule_ids",
        "triage_result",
        "triage_state",
        "triage_since",
        "triage_team_id",
        "triage_user_id",
        "triage_done_date",
        "triage_done_by_id",
        "triage_hours",
        "reroute_count",
        "priority_start",
        "priority_is_manual",
        "priority_user_id",
        "priority_date",
        "priority_escalations",
        "priority_contributions",
        "source_page",
        "source_article_id",
        "help_visitor_key",
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

# What holds when several layers of an on-call schedule name somebody.
ONCALL_COMBINATIONS = [
    ("highest", "The highest layer that has someone wins"),
    ("together", "All layers together"),
]

ONCALL_UNITS = [
    ("hourly", "Hours"),
    ("daily", "Days"),
    ("weekly", "Weeks"),
    ("monthly", "Months"),
]

ONCALL_HOLIDAY_RULES = [
    ("ignore", "Like any other day"),
    ("except", "No duty on public holidays"),
    ("also", "Duty all day on public holidays"),
    ("only", "Duty on public holidays only"),
]

ONCALL_TURN_COUNTINGS = [
    ("all", "Every turn counts"),
    ("duty", "Only turns with duty count"),
]

ONCALL_OVERRIDE_KINDS = [
    ("replace", "Somebody stands in"),
    ("add", "Somebody comes in addition"),
    ("remove", "Somebody has no duty"),
]

ONCALL_RESTRICTION_KINDS = [
    ("days", "Hours on some days"),
    ("span", "From one day to another"),
]

ONCALL_SHIFT_STATES = [
    ("planned", "Planned"),
    ("running", "Running"),
    ("done", "Done"),
]

# -- On-call alerts
ALERT_STATES = [
    ("triggered", "Nobody Has Answered"),
    ("acknowledged", "Acknowledged"),
    ("resolved", "Resolved"),
]

# From which state an alert may move to which. What is resolved stays so.
ALERT_TRANSITIONS = {
    "triggered": {"acknowledged", "resolved"},
    "acknowledged": {"triggered", "resolved"},
    "resolved": set(),
}

ALERT_IMPORTANCES = [("important", "Important"), ("normal", "Normal")]

ALERT_SOURCES = [
    ("urgent", "Urgent ticket outside the hours"),
    ("phone", "Urgent call outside the hours"),
    ("sla", "Service level"),
    ("manual", "By hand"),
    ("form", "Emergency form"),
    ("flood", "Too many emergency forms"),
    ("other", "Other"),
]

ALERT_TARGETS = [
    ("schedule", "Whoever is on duty"),
    ("person", "A person"),
    ("team", "A team"),
    ("leader", "A team leader"),
    ("managers", "The support managers"),
]

# What is written down about an alert. The kinds up to "exhausted" decide what is next.
ALERT_EVENTS = [
    ("raised", "Raised"),
    ("climbed_again", "Begins Again"),
    ("called", "Called"),
    ("skipped", "Skipped"),
    ("handed_over", "Handed Over"),
    ("unreachable", "Not Reached"),
    ("exhausted", "Nobody Left to Call"),
    ("repeated", "Happened Again"),
    ("notified", "Told"),
    ("failed", "Not Delivered"),
    ("acknowledged", "Acknowledged"),
    ("resolved", "Resolved"),
]

# What somebody did who was called.
ALERT_OWN_ANSWERS = [
    ("waiting", "They wait for me"),
    ("answered", "I took it"),
    ("other", "Somebody else took it"),
    ("none", "It ended without me"),
]

ALERT_NOTIFICATION_STATES = [
    ("planned", "Planned"),
    ("sent", "Sent"),
    ("undelivered", "Not Delivered, to Be Handled"),
    ("failed", "Not Delivered"),
    ("cancelled", "No Longer Needed"),
]

ONCALL_SWAP_STATES = [
    ("open", "Offered"),
    ("accepted", "Waits for Confirmation"),
    ("done", "Swapped"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("expired", "Expired"),
    ("cancelled", "Taken Back"),
]
# {state: the states that may follow}
ONCALL_SWAP_MOVES = {
    "open": {"accepted", "done", "declined", "withdrawn", "expired"},
    "accepted": {"done", "declined", "withdrawn", "expired"},
    "done": {"cancelled"},
}

# When somebody must be there.
ONCALL_COVERAGES = [
    ("planned", "Only as planned"),
    ("always", "Always"),
    ("outside", "Outside the working hours"),
]

ONCALL_WARNING_KINDS = [
    ("gap", "Nobody on duty"),
    ("absence", "Duty during an absence"),
    ("overlap", "On duty in two schedules"),
    ("rest", "Too little rest"),
    ("maximum", "Too much in a month"),
]

# For what duty earns something.
ONCALL_COMPENSATION_UNITS = [
    ("week", "Per week held"),
    ("shift", "Per shift"),
    ("hour", "Per hour"),
    ("night", "Per night (8 hours)"),
    ("weekend", "Per weekend (48 hours)"),
    ("holiday", "Per public holiday (24 hours)"),
]
ONCALL_COMPENSATION_KINDS = [("days", "Days off"), ("amount", "Money")]
ONCALL_CREDIT_STATES = [
    ("earned", "Earned"),
    ("reversed", "Reversed"),
    ("reversal", "Reversal"),
]

# Why a rota proposes somebody (logic/oncall_rota.py).
ONCALL_ROTA_REASONS = [
    ("least", "Has carried least"),
    ("holiday", "Has had the fewest public holidays"),
    ("no_rest", "Nobody else is there; rests too little"),
    ("nobody", "Nobody is there"),
    ("manual", "Chosen by hand"),
]

# Who may read an article: each audience reads what the ones before it read.
ARTICLE_AUDIENCES = [
    ("public", "Everybody"),
    ("customer", "Customers with a log-in"),
    ("agent", "Support only"),
]

ARTICLE_STATES = [
    ("draft", "Draft"),
    ("review", "In Review"),
    ("published", "Published"),
    ("archived", "Archived"),
]

# From which state an article may move to which. Published again: with new texts.
ARTICLE_TRANSITIONS = {
    "draft": {"review", "published", "archived"},
    "review": {"draft", "published", "archived"},
    "published": {"published", "archived"},
    "archived": {"draft"},
}

ARTICLE_TEXT_KINDS = [
    ("draft", "Draft"),
    ("published", "Published"),
    ("former", "Former version"),
]

ARTICLE_VOTE_REASONS = [
    ("unclear", "I do not understand it"),
    ("incomplete", "Something is missing"),
    ("wrong", "It is wrong or out of date"),
    ("other_question", "I was looking for something else"),
    ("dislike", "I do not like what it says"),
]

# How somebody came to an article.
ARTICLE_SOURCES = [
    ("search", "Search"),
    ("suggestion", "Suggested while writing"),
    ("link", "Link"),
    ("shown", "Saw its title only, while writing"),
]

# What became of the answer to a ticket of a solved problem. Each ticket gets one.
PROBLEM_ANSWER_STATES = [
    ("waiting", "Waiting"),
    ("sent", "Sent"),
    ("skipped", "Not needed"),
    ("failed", "Failed"),
]

IMPROVEMENT_STATES = [("open", "To Do"), ("done", "Done")]

# Pages from which customers write, by the name in the links to the form.
SOURCE_PAGES = {
    "article": "/support/help/article",
    "contact": "/support/contact",
    "help": "/support/help",
    "invoice": "/my/invoices",
    "order": "/my/orders",
    "search": "/support/help?q",
    "tickets": "/my/tickets",
}

# Feedback
FEEDBACK_METRICS = [
    ("csat", "Satisfaction (CSAT)"),
    ("ces", "Effort (CES)"),
    ("nps", "Recommendation (NPS)"),
    ("own", "Own Survey"),
]
# After what the customer is asked.
FEEDBACK_EVENTS = [
    ("solved", "Ticket solved"),
    ("return", "Return resolved"),
    ("replacement", "Replacement delivered"),
]
FEEDBACK_STATES = [
    ("queued", "Waiting"),
    ("sent", "Sent"),
    ("dropped", "Not Sent"),
]
FEEDBACK_OBSTACLES = [
    ("stopped", "The program was switched off"),
    ("void", "Spam, merged or cancelled"),
    ("reopened", "The ticket was reopened"),
    ("staff", "One of us"),
    ("declined", "Does not want to be asked"),
    ("no_address", "No address"),
    ("rest", "Was asked lately"),
    ("late", "Too late to ask"),
]
FEEDBACK_BANDS = [("low", "Low"), ("middle", "Middle"), ("high", "High")]
FEEDBACK_REASONS = [
    ("unsolved", "My question is not solved"),
    ("speed", "It took too long"),
    ("tone", "The way I was spoken to"),
    ("policy", "Your rules"),
    ("product", "The product"),
    ("other", "Something else"),
]
FEEDBACK_OUTCOMES = [
    ("recovered", "Put right, the customer agrees"),
    ("answered", "Answered, nothing to put right"),
    ("unreachable", "Customer not reached"),
    ("lost", "Customer lost"),
]
# Where everybody reads what is written about us.
REVIEW_PLACES = [
    ("trustpilot", "Trustpilot"),
    ("google", "Google"),
    ("marketplace", "Marketplace"),
    ("social", "Social network"),
    ("forum", "Forum or blog"),
    ("other", "Somewhere else"),
]
REVIEW_KINDS = [("review", "Review"), ("complaint", "Complaint")]
WISH_KINDS = [
    ("product", "Product we do not have"),
    ("assortment", "Variant, size or colour"),
    ("feature", "Feature of a product"),
    ("service", "Service"),
]
WISH_STATES = [
    ("open", "Open"),
    ("planned", "Planned"),
    ("done", "Done"),
    ("declined", "Declined"),
]
# How long the first answer took, by the clock: (name, label, hours up to).
FEEDBACK_SPEEDS = [
    ("hour", "Within 1 Hour", 1),
    ("hours", "Within 4 Hours", 4),
    ("day", "Within 1 Day", 24),
    ("days", "Within 3 Days", 72),
    ("later", "Later", None),
]

# After-sales: money
REFUND_STATES = [
    ("draft", "Draft"),
    ("to_approve", "To Approve"),
    ("approved", "Approved"),
    ("processing", "On Its Way"),
    ("failed", "Failed"),
    ("done", "Refunded"),
    ("cancelled", "Cancelled"),
]
# {state: the states that may follow}
REFUND_MOVES = {
    "draft": {"to_approve", "approved", "cancelled"},
    "to_approve": {"approved", "cancelled"},
    "approved": {"processing", "failed", "cancelled"},
    "processing": {"done", "failed"},
    "failed": {"approved", "processing", "done", "cancelled"},
    # Days later a bank may send the money back.
    "done": {"failed"},
    "cancelled": set(),
}
# Refunds of these states hold what they take: nobody else may give it back.
REFUND_PENDING_STATES = ("to_approve", "approved", "processing", "failed")
# What customers do with their accounts by themselves.
ACCOUNT_EVENTS = [
    ("password", "Changed the password"),
    ("access", "Asked for a new password"),
    ("email", "Changed the mail address"),
]
# What can be done about a return or a complaint; glue addons add kinds.
OUTCOMES = [
    ("refund", "Refund"),
    ("replacement", "Replacement"),
    ("exchange", "Exchange"),
    ("keep_item", "Keep the Item"),
    ("credit_note", "Credit Note"),
]
# Service recovery.
RECOVERY_STATES = [("recognised", "To Put Right"), ("recovered", "Put Right")]
RECOVERY_GROUPS = [("none", "No Failure"), *RECOVERY_STATES]
# Before the customer asks.
PROACTIVE_EVENTS = [
    ("late_transfer", "Late Delivery"),
    ("backorder", "Rest Still to Come"),
    ("failed_payment", "Refused Payment"),
    ("late_refund", "Refund Not Done"),
]
PROACTIVE_ACTIONS = [
    ("mail", "Write to the Customer"),
    ("ticket", "Open a Ticket"),
    ("both", "Write and Open a Ticket"),
]
PROACTIVE_STATES = [("done", "Done"), ("skipped", "Left Alone"), ("failed", "Failed")]
PROACTIVE_OBSTACLES = [
    ("open_ticket", "There Is an Open Ticket"),
    ("no_address", "No Mail Address"),
    ("declined", "Wants No Mails"),
]
# Simulation of a return policy.
SIMULATED_OUTCOMES = [
    ("refused", "Refused"),
    ("approval", "Somebody Decides"),
    ("automatic", "Approved by Itself"),
]
SIMULATED_CHANGES = [
    ("opened", "Would Be Accepted"),
    ("closed", "Would Be Refused"),
    ("eased", "Would Need Nobody"),
    ("tightened", "Somebody Would Decide"),
    ("same", "No Change"),
]
SIMULATED_REASONS = [
    ("no_policy", "Returns are not offered"),
    ("quantity", "More than was delivered"),
    ("final_sale", "Final sale"),
    ("window_over", "Time is over"),
    ("approve_value", "Value"),
    ("approve_ratio", "Customer sends much back"),
    ("approve_reason", "Reason of the return"),
]
FREIGHT_PAYERS = [("company", "Us"), ("customer", "The Customer")]
# After-sales: decisions on a ticket, each carried out once.
RESOLUTION_KINDS = [
    ("replacement", "Replacement"),
    ("exchange", "Exchange"),
    ("cancellation", "Cancellation"),
    ("goodwill", "Goodwill gesture"),
]
RESOLUTION_STATES = [
    ("chosen", "Decided"),
    ("running", "Under way"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Called off"),
]
RESOLUTION_TRANSITIONS = {
    "chosen": ("running", "done", "failed", "cancelled"),
    "failed": ("running", "done", "failed", "cancelled"),
    "running": ("done", "cancelled"),
}
# After-sales: a return from the request to the shelf.
RETURN_STATES = [
    ("requested", "Requested"),
    ("approved", "Approved"),
    ("received", "Received"),
    ("inspected", "Inspected"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
# {state: the states that may follow}. What is kept by the customer is never received.
RETURN_TRANSITIONS = {
    "requested": {"approved", "refused", "cancelled"},
    "approved": {"received", "resolved", "cancelled"},
    "received": {"inspected"},
    "inspected": {"resolved"},
    "resolved": {"closed"},
    "closed": set(),
    "refused": set(),
    "cancelled": set(),
}
# What is asked for in these states is not here yet, and nobody may ask for it again.
OPEN_RETURN_STATES = ("requested", "approved")
INSPECTION_GRADES = [
    ("restock", "As New: Back to Stock"),
    ("refurbish", "To Be Refurbished"),
    ("scrap", "Scrap"),
    ("missing", "Missing in the Parcel"),
    ("not_ours", "Not Ours"),
]
