"""Prints what was measured, and tells which goals were missed."""

from workshop.report import say

OURS, LEAD, OCA = "support.ticket", "crm.lead", "helpdesk.ticket (OCA)"
# How many times as fast as OCA's we want to be.
PEER_GOALS = {
    "create one": 1,
    "create one with a deadline": 1,
    "mail of a customer": 1,
    "create": 3,
}
MAXIMUM_RATIO = 1.2
MAXIMUM_ARITHMETIC = 1
MAXIMUM_HISTORY_QUERIES = 15
# Milliseconds that a search of the help centre spends in PostgreSQL.
MAXIMUM_SEARCH = 50
# Milliseconds of calculation and queries for an order of 500 lines.
MAXIMUM_ELIGIBILITY = (100, 40)
# Orders per second, so that 100 000 of them take a quarter of an hour.
MINIMUM_SIMULATION = 100
# Milliseconds and queries to ask one customer how it was, the mail being queued.
MAXIMUM_ASKING = (20, 25)
BUSY_HISTORY = "history, customer with 5,000 orders"


def print_peers(results):
    """Print operations per second and queries per operation; return missed goals."""
    return _print_beside(results, (OURS, LEAD, OCA))


def print_promises(results):
    """Print what a ticket with a deadline costs; return missed goals."""
    missed = _print_beside(results, (OURS, OCA))
    say(
        "OCA's (helpdesk_mgmt_sla) has no job that marks what is late, so none stands "
        "beside our wake-up: it compares the deadline when a ticket is read."
    )
    return missed


def _print_beside(results, names):
    say(f"\n{'':<28}" + "".join(f"{name:>26}" for name in names))
    missed = []
    for operation, by_peer in results.items():
        cells = [_get_cell(by_peer.get(name)) for name in names]
        say(f"{operation:<28}" + "".join(cells))
        goal = _get_goal(operation)
        if goal:
            factor = by_peer[OCA][0] / by_peer[OURS][0]
            if factor < goal:
                missed.append(f"{operation}: {factor:.2f} times OCA's, goal {goal}")
    return missed


def _get_cell(result):
    """Return operations per second and queries of one peer; it may not do it at all."""
    if not result:
        return f"{'-':>23}   "
    seconds, queries = result
    return f"{1 / seconds:>12.1f}/s {queries:>7.1f} q   "


def _get_goal(operation):
    if operation.endswith("at once"):
        return PEER_GOALS["create"]
    return PEER_GOALS.get(operation)


def print_deadlines(results):
    """Print what deadlines and wake-ups cost; return missed goals."""
    arithmetic = results["arithmetic"]
    say(f"\n{arithmetic['requests']:,} deadlines on one calendar")
    for name, seconds in arithmetic["seconds"].items():
        say(f"{name:<40}{seconds * 1000:>12.1f} ms")
    say(f"{'the same answer as plan_hours':<40}{arithmetic['same']:>12,}")
    missed = []
    if arithmetic["seconds"]["ours, hours known"] > MAXIMUM_ARITHMETIC:
        missed.append(f"deadlines: more than {MAXIMUM_ARITHMETIC} s")
    (small, before), (big, after) = results["jobs"]["wake-up"].items()
    ratio = after[0] / before[0]
    say(
        f"wake-up job, {small} and {big} open{before[0] * 1000:>12.1f} ms"
        f"{after[0] * 1000:>9.1f} ms{ratio:>8.2f} {before[1]:>6.0f} {after[1]:>6.0f}"
    )
    if ratio > MAXIMUM_RATIO:
        missed.append(f"wake-up job: ratio {ratio:.2f}, goal {MAXIMUM_RATIO}")
    return missed


def print_articles(results):
    """Print what a search among many articles costs; return missed goals."""
    count = f"{results['articles']:,}"
    say(f"\nSearch among {count} articles, {count} templates, in SQL: median and worst")
    missed = []
    for label, (middle, worst) in results["milliseconds"].items():
        say(f"{label:<40}{middle:>9.1f} ms{worst:>9.1f} ms")
        if worst > MAXIMUM_SEARCH:
            missed.append(f"search, {label}: {worst:.0f} ms, goal {MAXIMUM_SEARCH}")
    return missed


def print_policy(results):
    """Print what a return policy costs; return missed goals."""
    most, most_queries = MAXIMUM_ELIGIBILITY
    say(f"\nOrder of {results['lines']} lines: calculation, with SQL, queries")
    missed = []
    for label, (own, whole, queries) in results["eligibility"].items():
        say(
            f"{label:<40}{own:>9.1f} ms{whole:>9.1f} ms{queries:>7.0f}"
            f"   (at most {most} ms of calculation, {most_queries} queries)"
        )
        if own > most or queries > most_queries:
            missed.append(f"{label}: {own:.0f} ms, {queries:.0f} queries")
    simulation = results["simulation"]
    pace = simulation["orders"] / simulation["seconds"]
    say(
        f"simulation over {simulation['orders']:,} orders, {simulation['lines']:,} "
        f"lines: {pace:.0f} orders/s (at least {MINIMUM_SIMULATION})"
    )
    if pace < MINIMUM_SIMULATION:
        missed.append(f"simulation: {pace:.0f} orders/s, goal {MINIMUM_SIMULATION}")
    return missed


def print_feedback(result):
    """Print what it takes to ask one of many customers; return missed goals."""
    count = result["invitations"]
    each, queries = result["seconds"] * 1000 / count, result["queries"] / count
    most, most_queries = MAXIMUM_ASKING
    say(
        f"\n{count:,} customers asked in {result['seconds']:.0f} s: {each:.1f} ms and "
        f"{queries:.1f} queries each (at most {most} ms, {most_queries} queries), "
        f"{result['doubled']} asked twice"
    )
    missed = []
    if each > most or queries > most_queries:
        missed.append(f"asking a customer: {each:.0f} ms, {queries:.0f} queries")
    if result["doubled"]:
        missed.append(f"{result['doubled']} customers asked twice")
    return missed


def print_scale(results, small, big):
    """Print milliseconds at two sizes and their ratio; return missed goals."""
    say(f"\n{'':<40}{small:>12,}{big:>12,}   ratio  queries")
    missed = []
    for operation, by_size in results.items():
        before, after = by_size[str(small)], by_size[str(big)]
        ratio = after[0] / before[0]
        say(
            f"{operation:<40}{before[0] * 1000:>9.1f} ms{after[0] * 1000:>9.1f} ms"
            f"{ratio:>8.2f} {before[1]:>4.0f} {after[1]:>4.0f}"
        )
        if ratio > MAXIMUM_RATIO:
            missed.append(f"{operation}: ratio {ratio:.2f}, goal {MAXIMUM_RATIO}")
        if operation == BUSY_HISTORY and after[1] > MAXIMUM_HISTORY_QUERIES:
            missed.append(f"{operation}: {after[1]:.0f} queries")
    return missed
