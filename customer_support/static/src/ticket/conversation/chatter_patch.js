import {Chatter} from "@mail/chatter/web_portal/chatter";
import {assignGetter} from "@mail/utils/common/misc";
import {patch} from "@web/core/utils/patch";
import {isHtmlEmpty} from "@web/core/utils/html";
import {TICKET_MODEL} from "@customer_support/presence/seen_messages";
import {TicketPresence} from "@customer_support/presence/ticket_presence";

Object.assign(Chatter.components, {TicketPresence});

patch(Chatter.prototype, {
    get childSubEnv() {
        const env = super.childSubEnv;
        assignGetter(env.inChatter, {
            supportTicket: () => (this.isSupportTicket ? this.props.record : undefined),
        });
        return env;
    },

    get isSupportTicket() {
        return this.props.threadModel === TICKET_MODEL;
    },

    get isPublicChannel() {
        return Boolean(this.props.record?.data.is_public_channel);
    },

    /** Whether there is an answer in the making that others should know of. */
    get isWritingAnswer() {
        return (
            this.state.composerType === "message" &&
            !isHtmlEmpty(this.state.thread.composer.composerHtml)
        );
    },

    get supportComposerClass() {
        const base = this.state.composerType === "message" ? "" : "pt-4";
        if (!this.isSupportTicket) {
            return base;
        }
        if (this.state.composerType === "note") {
            return "pt-3 o_support_composer_note";
        }
        return this.isPublicChannel
            ? "o_support_composer_public"
            : "o_support_composer_answer";
    },
});
