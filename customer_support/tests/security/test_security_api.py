from odoo.tests import TransactionCase, tagged

MODULE = "customer_support"

# What the host itself calls from outside; each checks rights as the host's does.
HOST = {
    "copy",
    "copy_data",
    "create",
    "default_get",
    "export_data",
    "fields_get",
    "message_get_suggested_recipients",
    "message_new",
    "message_post",
    "message_process",
    "message_route",
    "message_update",
    "unlink",
    "write",
}
# Every method of ours that can be called from outside, and who calls it. Write access
# to the records is checked by what they do, see the matrix.
PUBLIC = {
    "support.absence.plan": {
        "action_hand_over": "button, leaders of the team and managers",
        "action_let_stay": "button, leaders of the team and managers",
        "action_open_tickets": "button, opens a list only",
        "action_queue": "button, leaders of the team and managers",
    },
    "support.alert": {
        "action_acknowledge": "button, whoever may read the alert",
        "action_hand_over": "button, opens the dialog only",
        "action_open_ticket": "button, opens the ticket only",
        "action_resolve": "button, whoever may read the alert",
    },
    "support.alert.hand.over": {
        "action_hand_over": "button of the dialog, whoever may read the alert"
    },
    "support.alert.raise": {
        "action_call": "button of the dialog, whoever may write the ticket"
    },
    "support.arrival.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.kpi.dashboard": {
        "get_dashboard": "managers; only what they may read",
        "get_dashboard_pictures": "managers; only what they may read",
    },
    "support.kpi.spike": {"action_open_tickets": "button, opens a list only"},
    "support.kpi.team.dashboard": {
        "get_team_dashboard": "agents; only the teams whose tickets they see",
    },
    "support.oncall.fairness": {
        "action_calculate": "wizard, whoever may read the schedule",
        "action_open_lines": "wizard, opens a list only",
    },
    "support.oncall.feed": {
        "action_renew": "button, whose feed it is; managers for schedules",
        "action_revoke": "button, whose feed it is; managers for schedules",
    },
    "support.oncall.rota": {
        "action_apply": "wizard, managers",
        "action_propose": "wizard, managers",
    },
    "support.oncall.shift": {
        "action_offer": "button, opens the form of an offer only",
    },
    "support.oncall.swap": {
        "action_accept": "button, whoever was asked",
        "action_offer": "button, does nothing: saving makes the offer",
        "action_cancel": "button, managers, and who gave a shift away",
        "action_confirm": "button, managers",
        "action_decline": "button, opens the question for the reason only",
        "action_refuse": "button, opens the question for the reason only",
        "action_withdraw": "button, managers, and who offered",
    },
    "support.oncall.swap.answer": {
        "action_apply": "wizard, whoever was asked; managers",
    },
    "support.oncall.schedule": {
        "action_build_rota": "button, opens a wizard of managers only",
        "action_open_fairness": "button, whoever may read the schedule",
        "action_open_warnings": "button, opens a list only",
        "action_open_layer_shifts": "button, opens a calendar only",
        "action_open_shifts": "button, opens a calendar only",
        "get_duty_overview": "whoever may read schedules; only those he may read",
        "get_on_call": "whoever may read the schedule; changes nothing",
        "get_shifts": "whoever may read the schedule; changes nothing",
    },
    "support.article": {
        "action_archive_article": "button, managers",
        "action_confirm_review": "button, the owner and managers",
        "action_open_votes": "button, opens a list only",
        "action_preview": "button, opens the public page only",
        "action_publish": "button, managers",
        "action_rework": "button, whoever may write the article",
        "action_submit": "button, whoever may write the article",
    },
    "support.article.gap": {
        "action_improve": "button, opens a form only",
        "action_open_tickets": "row, opens a list only",
        "action_write_article": "button, opens a form only",
    },
    "support.article.text": {"action_make_draft": "button, agents"},
    "support.feedback.followup": {
        "action_close": "button, who follows it up and managers",
        "action_reopen": "button, who follows it up and managers",
        "action_reopen_ticket": "button, whoever may write the ticket",
    },
    "support.feedback.program": {
        "action_open_answers": "button, opens a list only",
        "action_open_questions": "button, opens a form only",
    },
    "support.feedback.report": {
        "action_note_wish": "button, opens the dialog only",
        "action_open_ticket": "list, opens a form only",
    },
    "support.feedback.theme": {"action_open_answers": "button, opens a list only"},
    "support.public.review": {"action_open_ticket": "button, opens a form only"},
    "support.wish": {
        "action_open_requests": "button, opens a list only",
        "action_tell": "button, whoever may write it, on requests he may write",
    },
    "support.wish.request": {"action_tell": "button, whoever may write it"},
    "support.improvement": {
        "action_done": "button, whoever may write it",
        "action_open_tickets": "button, opens a list only",
        "action_reopen": "button, whoever may write it",
    },
    "support.incoming.mail": {
        "action_let_in": "button, whoever may write the ticket",
        "action_make_ticket": "button, managers",
        "action_open_ticket": "button, opens the ticket only",
        "action_refuse": "button, whoever may write the ticket",
        "action_run_again": "button, managers",
    },
    "support.priority.apply": {
        "action_apply": "button of the dialog, managers",
        "action_open_tickets": "button, opens a list only",
    },
    "support.priority.rule": {"action_apply_to_open": "button, opens the dialog only"},
    "support.problem": {
        "action_answer_all": "button, who may write the problem; tickets he may write",
        "action_improve": "button, opens a form only",
        "action_open_answers": "button, opens a list only",
        "action_open_refunds": "button, opens a list only",
        "action_open_returns": "button, opens a list only",
        "action_open_tickets": "button, opens a list only",
        "action_reopen": "button, whoever may write the problem",
        "action_solve": "button, whoever may write the problem",
    },
    "support.proactive.case": {"action_open_ticket": "row, opens the ticket only"},
    "support.proactive.rule": {"action_open_cases": "button, opens a list only"},
    "support.promise": {
        "action_close": "button, opens the dialog only",
        "action_open_ticket": "row, opens the ticket only",
    },
    "support.recovery.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.return": {
        "action_approve": "button, whoever may write the ticket; managers for more",
        "action_leave_with_customer": "button, as action_approve",
        "action_exchange": "button, opens the dialog only",
        "action_replace": "button, whoever may write the ticket",
        "action_cancel": "button, whoever may write the ticket",
        "action_close": "button, whoever may write the ticket",
        "action_expect_again": "button, whoever may write the ticket",
        "action_finish_inspection": "button, whoever may write the ticket",
        "action_inspect_as_new": "button, whoever may write the ticket",
        "action_open_ticket": "button, opens the ticket only",
        "action_open_transfers": "button, opens a list only",
        "action_refund": "button, whoever may write the ticket",
        "action_refuse": "button, opens the dialog only",
        "action_resolve": "button, whoever may write the ticket",
    },
    "support.return.exchange": {
        "action_exchange": "button of the dialog, whoever may write the ticket",
    },
    "support.return.create": {
        "action_return": "button of the dialog, whoever may write the ticket"
    },
    "support.return.policy": {"action_simulate": "button, opens a form only"},
    "support.return.policy.simulation": {
        "action_start": "button, managers",
        "action_stop": "button, managers",
    },
    "support.return.policy.simulation.line": {
        "action_open_order": "row, opens the order only",
    },
    "support.return.refuse": {
        "action_refuse": "button of the dialog, whoever may write the ticket"
    },
    "support.resolution": {
        "action_cancel": "button, whoever may write the ticket",
        "action_open_ticket": "row, opens the ticket only",
        "action_run": "button, whoever may write the ticket",
    },
    "support.promise.close": {"action_close": "dialog, whoever may write the ticket"},
    "support.promise.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.problem.answer": {"action_open_ticket": "row, opens the ticket only"},
    "support.reason.value": {"action_open_tickets": "button, opens a list only"},
    "support.reply.gap": {
        "action_make_template": "button, opens a form only",
        "action_open_tickets": "row, opens a list only",
    },
    "support.reply.preview": {"action_open_ticket": "row, opens the ticket only"},
    "support.reply.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.reply.rule": {"action_preview": "button, managers"},
    "support.reply.score": {"action_open_uses": "row, opens a list only"},
    "support.reply.template": {
        "action_automate": "button, managers, through the gate",
        "action_edit_text": "button, whoever may write the template",
        "action_hide": "button, managers",
        "action_open_uses": "button, opens a list only",
        "action_review": "button, its owner and managers",
        "action_suggest": "button, managers",
        "name_search": "composer, whoever may read templates",
    },
    "support.reply.template.version": {
        "action_publish": "button, whoever may write the template"
    },
    "support.payment.link.line": {
        "action_write": "button, opens the composer; whoever may write the ticket",
    },
    "support.refund": {
        "action_approve": "button, a manager who did not ask for it",
        "action_cancel": "button, who asked for it and managers",
        "action_retry": "button, whoever may write the ticket",
    },
    "support.refund.create": {
        "action_refund": "button, whoever may write the ticket",
    },
    "support.reply.sequence": {
        "action_open_tickets": "list, opens a list only",
    },
    "support.sla.apply": {
        "action_apply": "button of the dialog, managers",
        "action_open_tickets": "button, opens a list only",
    },
    "support.sla.holidays": {"action_add": "button of the dialog, who may close days"},
    "support.sla.policy": {
        "action_apply_to_open": "button, opens the dialog only",
        "action_simulate": "button, opens the dialog only",
    },
    "support.sla.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.sla.request": {
        "action_open_tickets": "button, opens a list only",
        "action_stop": "button, managers",
    },
    "support.sla.simulation": {"action_simulate": "button of the dialog, managers"},
    "support.sla.simulation.line": {"action_open_ticket": "row, opens the ticket only"},
    "support.team": {
        "action_open_alerts": "button, opens a list only",
        "action_open_extra_hours": "button, opens a list only",
        "action_open_tickets": "button, whoever reads the team",
        "action_open_waiting_mails": "button, opens a list only",
    },
    "support.team.member": {"action_open_tickets": "row, opens a list only"},
    "support.ticket": {
        "action_call_somebody": "button, opens the dialog only",
        "action_assign_automatically": "button, whoever may write",
        "action_accept_cause": "button, whoever may write",
        "action_assign_to_me": "button, whoever may write",
        "action_ask_payment": "button, whoever may write",
        "action_automatic_priority": "button, agents who may write",
        "action_cancel": "button, whoever may write",
        "action_close": "button, whoever may write",
        "action_dismiss_holding": "button, whoever may write",
        "action_create_article": "button, whoever reads the ticket and writes articles",
        "action_dismiss_failure": "button, whoever may write",
        "action_recognise_failure": "button, whoever may write",
        "action_recover_failure": "button, whoever may write",
        "action_dismiss_duplicate": "button, whoever may write",
        "action_mark_spam": "button, whoever may write",
        "action_note_wish": "button, opens the dialog only",
        "action_open_feedback": "button, opens a list only",
        "action_open_public_reviews": "button, opens a list only",
        "action_open_refunds": "button, opens a list only",
        "action_open_returns": "button, opens a list only",
        "action_refund": "button, opens the dialog only",
        "action_return": "button, opens the dialog only",
        "action_dismiss_suggestion": "customer panel, whoever may write",
        "action_link_suggestion": "customer panel, whoever may write",
        "action_merge_duplicate": "button, opens the dialog only",
        "action_open_alerts": "button, opens a list only",
        "action_open_held_mails": "button, opens a list only",
        "action_open_customer_history": "customer panel, whoever may read",
        "action_promise": "button, opens the dialog only",
        "action_resolve": "button, opens the dialog only",
        "action_reopen": "button, whoever may write",
        "action_reply_with_template": "button, opens the composer only",
        "action_run_triage_rules": "button, whoever may write",
        "action_send_holding": "button, whoever may write",
        "action_solve": "button, whoever may write",
        "action_triage_done": "button, whoever may write",
        "action_undo_merge": "button, whoever may write both tickets",
        "action_wake": "button, whoever may write",
        "find_articles": "articles panel, agents who may read",
        "get_customer_history": "customer panel, whoever may read",
        "notify_presence": "web client, internal users who may read",
    },
    "support.ticket.call": {"action_log": "button of the dialog, agents"},
    "support.ticket.merge.wizard": {"action_merge": "button of the dialog, agents"},
    "support.ticket.snooze.wizard": {"action_snooze": "button of the dialog, agents"},
    "support.ticket.split.wizard": {"action_split": "button of the dialog, agents"},
    "support.ticket.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.triage.preview": {"action_open_ticket": "row, opens the ticket only"},
    "support.triage.report": {"action_open_ticket": "row, opens the ticket only"},
    "support.triage.rule": {
        "action_open_unmatched": "button, opens a list only",
        "action_preview": "button, managers",
    },
    "support.wait.report": {"action_open_ticket": "row, opens the ticket only"},
}


def _find_public_methods(model):
    """Return the names of methods of our own classes that RPC can call."""
    names = set()
    for parent in type(model).mro():
        if parent.__module__.startswith(f"odoo.addons.{MODULE}."):
            names |= {
                name
                for name, value in vars(parent).items()
                if not name.startswith("_")
                and callable(getattr(value, "__func__", value))
                and not getattr(value, "_api_private", False)
                and not isinstance(value, type)
            }
    return names


@tagged("post_install", "-at_install")
class TestSecurityApi(TransactionCase):
    """In Odoo every public method is an API. New ones are added here on purpose."""

    def test_public_methods_are_those_of_the_table(self):
        for name, model in sorted(self.env.registry.items()):
            if name.startswith("support.") and not model._abstract:
                found = _find_public_methods(self.env[name]) - HOST
                with self.subTest(model=name):
                    self.assertEqual(found, set(PUBLIC.get(name, ())))

    def test_table_names_models_that_exist(self):
        self.assertLessEqual(set(PUBLIC), set(self.env.registry))
