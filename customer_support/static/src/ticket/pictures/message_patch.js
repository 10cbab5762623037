import {Message} from "@mail/core/common/message";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {BLOCKED_PICTURE} from "./message_model_patch";

patch(Message.prototype, {
    get blockedPicturesText() {
        const count = this.message.remotePictureCount;
        return count === 1
            ? _t("A picture from elsewhere is not shown.")
            : _t("%(count)s pictures from elsewhere are not shown.", {count});
    },

    get hasBlockedPictures() {
        return (
            !this.isEditing &&
            !this.message.showsRemotePictures &&
            this.message.remotePictureCount > 0
        );
    },

    prepareMessageBody(bodyEl) {
        super.prepareMessageBody(...arguments);
        if (bodyEl && this.message.showsRemotePictures) {
            showRemotePictures(bodyEl);
        }
    },

    onClickShowPictures() {
        this.message.showsRemotePictures = true;
        // Where the body is drawn already; mail is drawn in a shadow of its own.
        showRemotePictures(this.shadowRoot ?? this.messageBody.el);
    },
});

/** The sender's server learns that the picture was fetched, and no more than that. */
function showRemotePictures(root) {
    for (const picture of root.querySelectorAll(BLOCKED_PICTURE)) {
        picture.referrerPolicy = "no-referrer";
        picture.src = picture.dataset.originalSrc;
    }
}
