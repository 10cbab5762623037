/** What the agent has before his eyes in the conversation of a ticket. */

export const TICKET_MODEL = "support.ticket";

const HELD_BACK = "customer_support.models.ticket.support_ticket_presence.NewerMessageError";

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
 * Fetch the conversation anew: messages older than one's own newest may be missing too.
 *
 * @param {import("models").Thread} thread
 */
export async function reloadMessages(thread) {
    thread.messages = [];
    thread.isLoaded = false;
    await thread.fetchNewMessages();
}

/** Tell whether the server refused an answer because of a message not seen yet. */
export function isHeldBack(error) {
    return Boolean(error?.exceptionName?.endsWith(HELD_BACK));
}
