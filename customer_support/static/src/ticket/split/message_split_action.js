import {registerMessageAction} from "@mail/core/common/message_actions";
import {_t} from "@web/core/l10n/translation";

/** Lets an agent give a customer's message, which asks something else, its own ticket. */
registerMessageAction("support-split", {
    condition: ({message, thread}) =>
        thread?.model === "support.ticket" &&
        message.thread?.eq(thread) &&
        ["email", "comment"].includes(message.message_type) &&
        !message.isNote &&
        message.author_id?.main_user_id?.share !== false,
    icon: "fa fa-code-fork",
    name: _t("Split Into Its Own Ticket"),
    onSelected: ({message, store, thread}) =>
        store.env.services.action.doAction(
            "customer_support.support_ticket_split_wizard_action",
            {
                additionalContext: {
                    active_model: thread.model,
                    active_id: thread.id,
                    active_ids: [thread.id],
                    support_split_message_id: message.id,
                },
            }
        ),
    sequence: 75,
});
