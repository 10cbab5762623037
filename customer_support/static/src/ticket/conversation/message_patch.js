import {Message} from "@mail/core/common/message";
import {patch} from "@web/core/utils/patch";
import {TICKET_MODEL} from "@customer_support/presence/seen_messages";

patch(Message.prototype, {
    /** @returns {"note"|"received"|"sent"|undefined} what the message is on a ticket */
    get supportKind() {
        const message = this.props.message;
        if (
            message.thread?.model !== TICKET_MODEL ||
            message.message_type === "notification"
        ) {
            return undefined;
        }
        if (message.isNote) {
            return "note";
        }
        return message.author_id?.main_user_id?.share === false ? "sent" : "received";
    },

    get attClass() {
        const classes = super.attClass;
        const kind = this.supportKind;
        return kind
            ? {...classes, [`o_support_message o_support_message_${kind}`]: true}
            : classes;
    },
});
