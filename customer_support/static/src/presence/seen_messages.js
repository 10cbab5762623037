/** What the agent has before his eyes in the conversation of a ticket. */

export const TICKET_MODEL = "support.ticket";

const HELD_BACK =
    "customer_support.models.ticket.support_ticket_presence.NewerMessageError";

/**
 * Own messages prove nothing: one posts them without having read what came before.
 *
 * @param {import("models").Thread} thread
 * @returns {number} id of the newest message of somebody else that is shown, 0 for none
 */
export function getLastSeenMessageId(thread) {
    const ids = thread.messages
        .filter((message) => Number.isInteger(message.id) && !message.isSelfAuthored)
        .map((message) => message.id);
    return Math.max(0, ...ids);
}

/**
 * Show what came in since. It may be older than one's own newest message, which is where
 * the host would go on.
 *
 * @param {import("models").Thread} thread
 */
export async function showUnseenMessages(thread) {
    const after = getLastSeenMessageId(thread) || undefined;
    const fetched = await thread.fetchMessages({after});
    const shownIds = new Set(thread.messages.map(({id}) => id));
    const unseen = fetched.filter(({id}) => !shownIds.has(id));
    thread.messages = [...thread.messages, ...unseen].sort((a, b) => a.id - b.id);
}

/** Tell whether the server refused an answer because of a message not seen yet. */
export function isHeldBack(error) {
    return Boolean(error?.exceptionName?.endsWith(HELD_BACK));
}
