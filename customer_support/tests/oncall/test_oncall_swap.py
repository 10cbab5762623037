from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 4, 12)  # a Wednesday
ADAS_WEEK = datetime(2026, 3, 16, 8), datetime(2026, 3, 23, 8)
BEAS_WEEK = datetime(2026, 3, 9, 8), datetime(2026, 3, 16, 8)


@tagged("post_install", "-at_install")
class TestOncallSwap(OncallCommon):
    """Ada, Bea and Cleo take turns and help each other out; Dora is not in the rota."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule(responsible_id=self.manager.id)
        self._add_layer(self.ada, self.bea, handoff_date=datetime(2026, 3, 2))
        self._add_layer(self.cleo, sequence=90)

    def _offer(self, user=None, span=ADAS_WEEK, **vals):
        return (
            self.env["support.oncall.swap"]
            .with_user(user or self.ada)
            .create(
                {
                    "schedule_id": self.schedule.id,
                    "date_from": span[0],
                    "date_to": span[1],
                    **vals,
                }
            )
        )

    def _decline(self, swap, user, kind="decline"):
        answers = self.env["support.oncall.swap.answer"].with_user(user)
        answers.create(
            {"swap_id": swap.id, "kind": kind, "reason": "At a wedding"}
        ).action_apply()

    def _get_texts(self, swap, user):
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "support.oncall.swap"),
                ("res_id", "=", swap.id),
                ("partner_ids", "in", user.partner_id.ids),
            ],
            order="id",
        )
        return [message.body.striptags() for message in messages]

    # -- Offering and accepting -----------------------------------------------------
    def test_a_week_changes_hands(self):
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        self.assertEqual(swap.state, "done")
        self.assertEqual(self._get_names(2026, 3, 18), ["Bea"])
        self.assertEqual(self._get_names(2026, 3, 31), ["Ada"])

    def test_half_a_shift_changes_hands(self):
        half = datetime(2026, 3, 19, 8), ADAS_WEEK[1]
        swap = self._offer(span=half, colleague_id=self.cleo.id)
        swap.with_user(self.cleo).action_accept()
        self.assertEqual(self._get_names(2026, 3, 19, 7), ["Ada"])
        self.assertEqual(self._get_names(2026, 3, 19, 8), ["Cleo"])

    def test_a_shift_in_return(self):
        swap = self._offer(
            colleague_id=self.bea.id,
            return_date_from=BEAS_WEEK[0],
            return_date_to=BEAS_WEEK[1],
        )
        swap.with_user(self.bea).action_accept()
        self.assertEqual(self._get_names(2026, 3, 10), ["Ada"])
        self.assertEqual(self._get_names(2026, 3, 17), ["Bea"])

    def test_an_offer_to_all_is_taken_by_the_first(self):
        swap = self._offer()
        self.assertEqual(swap._get_asked(), self.bea | self.cleo)
        swap.with_user(self.cleo).action_accept()
        with self.assertRaisesRegex(UserError, "Cleo has taken"):
            swap.with_user(self.bea).action_accept()
        self.assertEqual(self._get_names(2026, 3, 18), ["Cleo"])

    def test_a_swap_holds_inside_a_temporary_plan(self):
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        duty = {
            "user_id": self.ada.id,
            "date_from": ADAS_WEEK[0],
            "date_to": ADAS_WEEK[1],
        }
        self.env["support.oncall.temporary.plan"].create(
            {
                "name": "Fair",
                "schedule_id": self.schedule.id,
                "date_from": ADAS_WEEK[0],
                "date_to": ADAS_WEEK[1],
                "duty_ids": [(0, 0, duty)],
            }
        )
        self.assertEqual(self._get_names(2026, 3, 18), ["Bea"])

    def test_what_was_taken_over_can_be_passed_on(self):
        self._offer(colleague_id=self.bea.id).with_user(self.bea).action_accept()
        swap = self._offer(self.bea, colleague_id=self.cleo.id)
        swap.with_user(self.cleo).action_accept()
        self.assertEqual(self._get_names(2026, 3, 18), ["Cleo"])

    # -- What cannot be offered -----------------------------------------------------
    def test_only_ones_own_duty_can_be_offered(self):
        with self.assertRaisesRegex(UserError, "no duty"):
            self._offer(span=BEAS_WEEK)
        with self.assertRaisesRegex(UserError, "of your own"):
            self._offer(span=BEAS_WEEK, user_id=self.bea.id)
        with self.assertRaisesRegex(UserError, "begun"):
            self._offer(span=(NOW - timedelta(hours=1), NOW + timedelta(hours=1)))

    def test_nobody_offers_what_is_settled_already(self):
        with self.assertRaises(UserError):
            self._offer(state="done", taker_id=self.bea.id)

    def test_who_is_not_in_the_rota_cannot_be_asked(self):
        with self.assertRaises(ValidationError):
            self._offer(colleague_id=self.dora.id)

    def test_a_return_needs_a_colleague(self):
        with self.assertRaises(ValidationError):
            self._offer(return_date_from=BEAS_WEEK[0], return_date_to=BEAS_WEEK[1])

    def test_a_changed_plan_is_noticed_on_acceptance(self):
        swap = self._offer(colleague_id=self.bea.id)
        self.schedule.layer_ids[0].participant_ids[0].user_id = self.dora
        with self.assertRaisesRegex(UserError, "no duty"):
            swap.with_user(self.bea).action_accept()

    # -- Declining, withdrawing, taking back ----------------------------------------
    def test_a_colleague_declines_with_a_reason(self):
        swap = self._offer(colleague_id=self.bea.id)
        self._decline(swap, self.bea)
        self.assertEqual(swap.state, "declined")
        self.assertIn("At a wedding", self._get_texts(swap, self.ada)[-1])

    def test_an_offer_to_all_ends_when_all_have_declined(self):
        swap = self._offer()
        self._decline(swap, self.bea)
        self.assertEqual(swap.state, "open")
        self._decline(swap, self.cleo)
        self.assertEqual(swap.state, "declined")

    def test_only_the_giver_withdraws(self):
        swap = self._offer(colleague_id=self.bea.id)
        with self.assertRaises(UserError):
            swap.with_user(self.bea).action_withdraw()
        swap.action_withdraw()
        with self.assertRaises(UserError):
            swap.with_user(self.bea).action_accept()

    def test_the_giver_takes_back_before_it_starts(self):
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        with self.assertRaises(UserError):
            swap.with_user(self.bea).action_cancel()
        swap.action_cancel()
        self.assertEqual(self._get_names(2026, 3, 18), ["Ada"])

    def test_nobody_takes_back_what_has_begun(self):
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        self._wait(days=13)
        with self.assertRaises(UserError):
            swap.with_user(self.manager).action_cancel()

    def test_a_swap_with_return_is_taken_back_by_the_manager(self):
        span = {"return_date_from": BEAS_WEEK[0], "return_date_to": BEAS_WEEK[1]}
        swap = self._offer(colleague_id=self.bea.id, **span)
        swap.with_user(self.bea).action_accept()
        with self.assertRaises(UserError):
            swap.action_cancel()
        swap.with_user(self.manager).action_cancel()
        self.assertEqual(self._get_names(2026, 3, 10), ["Bea"])

    def test_the_override_of_a_swap_is_not_deleted(self):
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        with self.assertRaises(UserError):
            swap.override_ids.with_user(self.manager).unlink()

    # -- Confirmation ---------------------------------------------------------------
    def test_a_manager_confirms_where_the_schedule_wants_it(self):
        self.schedule.confirms_swaps = True
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        self.assertEqual(self._get_names(2026, 3, 18), ["Ada"])
        with self.assertRaises(UserError):
            swap.with_user(self.bea).action_confirm()
        swap.with_user(self.manager).action_confirm()
        self.assertEqual(self._get_names(2026, 3, 18), ["Bea"])

    def test_a_manager_refuses(self):
        self.schedule.confirms_swaps = True
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        self._decline(swap, self.manager, "refuse")
        self.assertEqual(swap.state, "declined")
        self.assertEqual(self._get_names(2026, 3, 18), ["Ada"])

    # -- Reminders ------------------------------------------------------------------
    def test_reminders_come_once_each_and_then_it_expires(self):
        swap = self._offer(colleague_id=self.bea.id)
        sent = []
        for _step in range(71):
            self._wait(hours=4)
            before = len(self._get_texts(swap, self.bea))
            self._run_cron("ir_cron_wake_oncall_swaps")
            if len(self._get_texts(swap, self.bea)) > before:
                sent.append(ADAS_WEEK[0] - self._wait())
        expected = [7 * 24, 3 * 24, 24, 12]
        self.assertEqual(sent, [timedelta(hours=hours) for hours in expected])
        self.assertEqual(swap.state, "expired")
        self.assertIn("stays with", self._get_texts(swap, self.manager)[-1])

    def test_missed_reminders_are_not_caught_up_on(self):
        swap = self._offer(colleague_id=self.bea.id)
        self._wait(days=10)
        self._run_cron("ir_cron_wake_oncall_swaps")
        texts = self._get_texts(swap, self.bea)
        self.assertEqual(len(texts), 2)  # the offer and one reminder
        self.assertEqual(swap.wake_date, ADAS_WEEK[0] - timedelta(days=1))

    def test_the_job_is_woken_to_the_minute(self):
        self._offer(colleague_id=self.bea.id)
        cron = self.env.ref("customer_support.ir_cron_wake_oncall_swaps")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(datetime(2026, 3, 9, 8), triggers.mapped("call_at"))

    # -- Rights ---------------------------------------------------------------------
    def test_nobody_writes_a_swap_by_hand(self):
        swap = self._offer(colleague_id=self.bea.id)
        for user in self.ada, self.manager:
            with self.assertRaises(AccessError):
                swap.with_user(user).state = "done"
            with self.assertRaises(AccessError):
                swap.with_user(user).unlink()

    def test_another_company_sees_no_swaps(self):
        swap = self._offer()
        stranger = swap.with_user(self.other_manager)
        with self.assertRaises(AccessError):
            stranger.with_context(
                allowed_company_ids=self.other_company.ids
            ).action_accept()

    def test_a_notice_is_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.bea.lang = "it_IT"
        swap = self._offer(colleague_id=self.bea.id)
        self.assertIn("16/03/26, 09:00", self._get_texts(swap, self.bea)[0])

    # -- Rest -----------------------------------------------------------------------
    def test_who_would_rest_too_little_cannot_accept(self):
        self.schedule.max_month_hours = 400
        swap = self._offer(colleague_id=self.bea.id)
        with self.assertRaisesRegex(UserError, "Bea would rest too little"):
            swap.with_user(self.bea).action_accept()
        self.assertEqual(swap.state, "open")
        self.assertEqual(self._get_names(2026, 3, 18), ["Ada"])

    def test_manager_may_except_a_swap_and_it_is_seen(self):
        self.schedule.write({"max_month_hours": 400, "confirms_swaps": True})
        swap = self._offer(colleague_id=self.bea.id)
        swap.with_user(self.bea).action_accept()
        self.assertFalse(swap.exception_by_id)
        swap.with_user(self.manager).action_confirm()
        self.assertEqual(swap.state, "done")
        self.assertEqual(swap.exception_by_id, self.manager)

    def test_what_is_given_away_makes_room_for_what_is_taken(self):
        self.schedule.max_month_hours = 400
        swap = self._offer(
            colleague_id=self.bea.id,
            return_date_from=BEAS_WEEK[0],
            return_date_to=BEAS_WEEK[1],
        )
        swap.with_user(self.bea).action_accept()
        self.assertEqual(swap.state, "done")
        self.assertFalse(swap.exception_by_id)
