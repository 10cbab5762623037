from odoo import fields, models

from ...logic.conditions import get_fact_names
from ...logic.sla_policy import find_policies, get_promises
from ...logic.sla_situation import Move, get_moves, get_wanted
from ...logic.sla_turn import Turn
from .support_sla_clock_plan import Plan


class SupportSlaMixin(models.AbstractModel):
    """Records that have service levels.

    The clocks follow the record's situation: after anything that matters, call
    ``_sync_service_levels``. Calling it twice changes nothing.

    A model that has them defines ``sla_clock_ids``, ``company_id``, ``priority`` and
    the hooks at the end.
    """

    _name = "support.sla.mixin"
    _inherit = ["support.facts.mixin"]
    _description = "Service Levels"

    def _sync_service_levels(
        self, at, *, rematch=False, recalculate=False, reopened=None, reason=None
    ):
        """Start, stop and end the clocks as the situation asks for.

        :param datetime at: when it became so, naive UTC
        :param bool rematch: give open clocks what the policies promise now
        :param bool recalculate: the same, and deadlines anew with the hours as they are
        :param reopened: those of the records that have just come back from an end
        :param str reason: why, in words, for the log
        """
        # Agents do not write the instants by which they are judged.
        records_sudo = self.sudo()
        promises = records_sudo._get_sla_promises()
        plans = []
        for record_sudo in records_sudo:
            situation = record_sudo._get_sla_situation(
                at, reopened=bool(reopened and record_sudo in reopened)
            )
            planner = _Planner(
                record_sudo, situation, rematch or recalculate, recalculate
            )
            plans += planner.get_plans(promises[record_sudo], reason)
        clocks_sudo = self.env["support.sla.clock"].sudo()
        clocks_sudo._run_plans(plans)
        if any(move.do == "reopen" for plan in plans for move in plan.turn.moves):
            # The promise may have changed while the clock was at its end.
            self._sync_service_levels(at, rematch=True, reason=reason)

    def _filter_outdated_sla(self):
        """Return the records whose clocks are not what the policies promise now."""
        records_sudo = self.sudo()
        promises = records_sudo._get_sla_promises()
        now = fields.Datetime.now()
        outdated = [
            record_sudo.id
            for record_sudo in records_sudo
            if _Planner(
                record_sudo, record_sudo._get_sla_situation(now), rematch=True
            ).get_plans(promises[record_sudo], None)
        ]
        return self.browse(outdated)

    def _get_sla_promises(self):
        """Return what the policies promise each record now.

        :return: {record: {(kind, level): ``logic.sla_policy.Promise``}}
        """
        promises = {}
        policies = self.env["support.sla.policy"]
        for company, records in self.grouped("company_id").items():
            candidates = policies._get_definitions_of_company(company)
            promises.update(records._match_sla_policies(candidates))
        return promises

    def _match_sla_policies(self, policies):
        """Return what the given policies promise each record.

        :param list policies: of ``logic.sla_policy.Policy``, in their order
        :return: see ``_get_sla_promises``
        """
        facts = self._get_facts(get_fact_names(policies)) if policies else {}
        promises = {}
        for record in self:
            found = find_policies(policies, facts[record]).values() if policies else ()
            promises[record] = {
                promise.key: promise
                for policy in found
                for promise in get_promises(
                    policy, record.priority, record._get_sla_calendar_id(policy)
                )
            }
        return promises

    def _get_sla_calendar_id(self, policy):
        """Return the hours: of the policy, else customer, else team, else company."""
        if policy.around_the_clock:
            return None
        return policy.calendar_id or self._get_own_sla_calendar().id or None

    # -- Hooks ----------------------------------------------------------------------
    def _get_sla_situation(self, at, reopened=False):
        """Return the record's ``logic.sla_situation.Situation`` at that instant."""
        raise NotImplementedError

    def _get_own_sla_calendar(self):
        """Return the ``resource.calendar`` that counts when the policy has none."""
        raise NotImplementedError

    def _prepare_sla_owner_vals(self, kind):
        """Return the values by which a new clock of that kind belongs to the record."""
        raise NotImplementedError

    def _get_sla_agent(self):
        """Return the ``res.users`` who works on it, possibly none."""
        raise NotImplementedError

    def _get_sla_leader(self):
        """Return the ``res.users`` who leads the agent, possibly none."""
        raise NotImplementedError

    def _get_sla_managers(self):
        """Return the ``res.users`` who answer for all of it."""
        raise NotImplementedError

    def _raise_sla_priority(self):
        """Raise the priority by one, up to the highest."""
        raise NotImplementedError

    def _reassign_sla_to_leader(self):
        """Give the record to its leader."""
        raise NotImplementedError


class _Planner:
    """Compares the clocks of one record with what its situation asks for."""

    def __init__(self, record, situation, rematch, recalculate=False):
        self.record = record
        self.situation = situation
        self.rematch = rematch
        self.recalculate = recalculate
        # Of each kind and level the latest clock; an open one is always the latest.
        clocks = record.sla_clock_ids.sorted("id")
        self.clock_by_key = {(clock.kind, clock.level): clock for clock in clocks}

    def get_plans(self, promises, reason):
        """Return the plans for all clocks that there are or should be."""
        plans = []
        for key in {**self.clock_by_key, **promises}:
            clock = self.clock_by_key.get(key, self.record.sla_clock_ids.browse())
            plans += self._plan_key(key, clock, promises.get(key), reason)
        return plans

    def _plan_key(self, key, clock, promise, reason):
        is_open = clock.state in ("running", "paused")
        if not promise and (not is_open or self.rematch):
            return self._plan_withdrawal(clock) if is_open else []
        retargets = is_open and self.rematch and self._differs(clock, promise)
        own = clock._get_promise() if clock and not retargets else promise
        judged = own if is_open else promise
        wanted = get_wanted(key[0], self.situation, judged.target.pausing_kinds)
        present = clock._get_present() if clock else None
        moves = get_moves(key[0], self.situation, wanted, present)
        cut = next(
            (i for i, move in enumerate(moves) if move.do == "start"), len(moves)
        )
        plans = []
        if moves[:cut] or retargets:
            plans.append(self._get_plan(clock, own, moves[:cut], retargets, reason))
        if moves[cut:] and promise:
            nothing = clock.browse()
            plans.append(self._get_plan(nothing, promise, moves[cut:], False, reason))
        return plans

    def _plan_withdrawal(self, clock):
        reason = clock.env._("No policy promises this any more.")
        moves = [Move("cancel", self.situation.at)]
        return [self._get_plan(clock, clock._get_promise(), moves, False, reason)]

    def _differs(self, clock, promise):
        return self.recalculate or clock._get_promise() != promise

    def _get_plan(self, clock, promise, moves, retargets, reason):
        turn = Turn(
            moves=tuple(moves),
            allowed=promise.allowed,
            clock=clock._get_clock() if clock else None,
            retarget_at=self.situation.at if retargets else None,
        )
        calendar_id = clock.calendar_id.id or None if clock else promise.calendar_id
        kind = promise.target.kind
        owner = {} if clock else self.record._prepare_sla_owner_vals(kind)
        return Plan(owner, clock, promise, turn, calendar_id, reason)
