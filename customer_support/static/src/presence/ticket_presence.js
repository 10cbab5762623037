import {
    Component,
    onMounted,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useState,
} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {imageUrl} from "@web/core/utils/urls";
import {showUnseenMessages} from "./seen_messages";

const {DateTime} = luxon;
export const HEARTBEAT = 20 * 1000;
export const TIMEOUT = 60 * 1000;

/**
 * Who else has this ticket open, and what came in while one was writing.
 *
 * A ticket is announced once when it is opened. Heartbeats are sent only in company:
 * alone, a client is silent. Lives as long as one ticket is shown.
 */
export class TicketPresence extends Component {
    static template = "customer_support.TicketPresence";
    static props = {
        thread: Object,
        record: {type: Object, optional: true},
        isWriting: Boolean,
    };

    setup() {
        this.bus = useService("bus_service");
        this.orm = useService("orm");
        this.state = useState({others: {}, newer: null});
        this.ticketId = this.props.thread.id;
        this.channel = `support_ticket_presence_${this.ticketId}`;
        this.token = Math.random().toString(36).slice(2);
        // What the bus delivers before one's own announcement is past.
        this.isIn = false;
        this.onPresence = this.onPresence.bind(this);
        this.onMessage = this.onMessage.bind(this);
        onMounted(() => this.enter());
        onWillUnmount(() => this.leave());
        useExternalListener(window, "pagehide", () => this.leavePage());
        useEffect(
            () => {
                if (this.isIn) {
                    this.announce();
                }
            },
            () => [this.props.isWriting]
        );
    }

    enter() {
        this.bus.subscribe("support.ticket/presence", this.onPresence);
        this.bus.subscribe("support.ticket/message", this.onMessage);
        this.bus.addChannel(this.channel);
        this.timer = browser.setInterval(() => this.beat(), HEARTBEAT);
        this.announce({asks: true});
    }

    leave() {
        browser.clearInterval(this.timer);
        this.announce({state: "left"});
        this.bus.unsubscribe("support.ticket/presence", this.onPresence);
        this.bus.unsubscribe("support.ticket/message", this.onMessage);
        this.bus.deleteChannel(this.channel);
    }

    /** Say good-bye in a way that outlives the page. */
    leavePage() {
        const params = {
            model: "support.ticket",
            method: "notify_presence",
            args: [this.ticketId, "left"],
            kwargs: {},
        };
        const body = JSON.stringify({jsonrpc: "2.0", method: "call", params});
        browser.navigator.sendBeacon(
            "/web/dataset/call_kw/support.ticket/notify_presence",
            new Blob([body], {type: "application/json"})
        );
    }

    async announce({state, asks = false} = {}) {
        state ||= this.props.isWriting ? "writing" : "here";
        try {
            await this.orm.silent.call(
                "support.ticket",
                "notify_presence",
                [this.ticketId],
                {
                    state,
                    asks,
                    token: this.token,
                }
            );
        } catch {
            // A courtesy: the agent works on without it.
        }
    }

    beat() {
        const limit = Date.now() - TIMEOUT;
        for (const other of this.others) {
            if (other.at < limit) {
                delete this.state.others[other.userId];
            }
        }
        if (!this.isIn) {
            this.announce({asks: true});
        } else if (this.others.length) {
            this.announce();
        }
    }

    onPresence({ticket_id, user_id, name, state, asks, token}) {
        if (ticket_id !== this.ticketId) {
            return;
        }
        this.isIn ||= token === this.token;
        if (!this.isIn || user_id === user.userId) {
            return;
        }
        if (state === "left") {
            delete this.state.others[user_id];
            return;
        }
        this.state.others[user_id] = {
            userId: user_id,
            name,
            avatar: imageUrl("res.users", user_id, "avatar_128"),
            isWriting: state === "writing",
            at: Date.now(),
        };
        if (asks) {
            this.announce();
        }
    }

    async onMessage({ticket_id, message_id, author}) {
        if (ticket_id !== this.ticketId || this.isShown(message_id)) {
            return;
        }
        if (this.props.isWriting) {
            this.state.newer = {id: message_id, author};
        } else {
            await this.showNewer();
        }
    }

    isShown(messageId) {
        return this.props.thread.messages.some(({id}) => id === messageId);
    }

    /** Show what came in, and how it changed the ticket unless it is being edited. */
    async showNewer() {
        this.state.newer = null;
        const {thread, record} = this.props;
        await showUnseenMessages(thread);
        if (record && !(await record.isDirty())) {
            await record.load();
        }
    }

    get others() {
        return Object.values(this.state.others);
    }

    get text() {
        const names = this.others.map(({name}) => name).join(", ");
        return this.others.some(({isWriting}) => isWriting)
            ? _t("%(names)s: an answer is being written", {names})
            : _t("%(names)s: looking at this ticket too", {names});
    }

    get newerText() {
        const {id, author} = this.state.newer || {};
        return id && !this.isShown(id)
            ? _t("%(author)s wrote while you were writing.", {author})
            : "";
    }
}
