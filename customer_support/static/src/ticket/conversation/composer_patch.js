import {Composer} from "@mail/core/common/composer";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {TICKET_MODEL} from "@customer_support/presence/seen_messages";

patch(Composer.prototype, {
    get isSupportComposer() {
        return this.thread?.model === TICKET_MODEL && !this.props.composer.message;
    },

    get SEND_TEXT() {
        if (!this.isSupportComposer) {
            return super.SEND_TEXT;
        }
        return this.props.type === "note"
            ? _t("Save internal note")
            : _t("Send to customer");
    },

    get placeholder() {
        if (!this.isSupportComposer || this.props.placeholder) {
            return super.placeholder;
        }
        return this.props.type === "note"
            ? _t("For colleagues only…")
            : _t("Answer the customer…");
    },

    /** What everybody can read is sent after a second thought only. */
    async sendMessage() {
        const ticket = this.env.inChatter?.supportTicket;
        const isPublic = ticket?.data.is_public_channel && this.props.type !== "note";
        if (!isPublic || !this.isSupportComposer || this.isSendButtonDisabled) {
            return super.sendMessage();
        }
        this.env.services.dialog.add(ConfirmationDialog, {
            title: _t("Answer in public?"),
            body: _t(
                "This channel is public: everybody will be able to read your answer."
            ),
            confirmLabel: _t("Publish"),
            confirm: () => super.sendMessage(),
            cancel: () => {},
        });
    },
});
