import {Message} from "@mail/core/common/message_model";
import {patch} from "@web/core/utils/patch";
import {TICKET_MODEL} from "@customer_support/presence/seen_messages";

export const BLOCKED_PICTURE = 'img[data-original-src^="http"]:not([src])';

patch(Message.prototype, {
    setup() {
        super.setup(...arguments);
        /** Whether the user asked for the pictures of this message, until he reloads. */
        this.showsRemotePictures = false;
    },

    /** How many pictures of the message lie on servers of others. */
    get remotePictureCount() {
        if (this.thread?.model !== TICKET_MODEL || !this.body) {
            return 0;
        }
        const page = new DOMParser().parseFromString(this.body, "text/html");
        return page.querySelectorAll(BLOCKED_PICTURE).length;
    },
});
