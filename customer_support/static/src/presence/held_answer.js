import {Composer} from "@mail/core/common/composer";
import {Store} from "@mail/core/common/store_service";
import {patch} from "@web/core/utils/patch";
import {
    getLastSeenMessageId,
    isHeldBack,
    showUnseenMessages,
    TICKET_MODEL,
} from "./seen_messages";

patch(Store.prototype, {
    async getMessagePostParams({postData, thread}) {
        const params = await super.getMessagePostParams(...arguments);
        if (thread.model === TICKET_MODEL && !postData.isNote) {
            params.post_data.last_seen_message_id = getLastSeenMessageId(thread);
        }
        return params;
    },
});

patch(Composer.prototype, {
    get fullComposerAdditionalContext() {
        const context = super.fullComposerAdditionalContext;
        if (this.thread?.model !== TICKET_MODEL) {
            return context;
        }
        return {
            ...context,
            default_last_seen_message: getLastSeenMessageId(this.thread),
        };
    },

    /** Keep the draft, and the composer usable, when the server does not take it. */
    async processMessage() {
        try {
            return await super.processMessage(...arguments);
        } catch (error) {
            this.state.active = true;
            if (!isHeldBack(error)) {
                throw error;
            }
            this.saveContent();
            this.env.services.notification.add(error.data.message, {
                type: "warning",
                autocloseDelay: 10000,
            });
            await showUnseenMessages(this.thread);
        }
    },
});
