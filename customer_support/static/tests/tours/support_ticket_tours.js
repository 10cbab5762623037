import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {
    openFigure,
    openSupport,
    openTicket,
    sendAnswer,
    writeAnswer,
} from "./tour_steps";

const tours = registry.category("web_tour.tours");

tours.add("support_agent_answers_and_solves", {
    steps: () => [
        ...openSupport(),
        ...openFigure("Unassigned"),
        ...openTicket("The lamp flickers"),
        ...writeAnswer("A new bulb is on its way."),
        ...sendAnswer("A new bulb is on its way."),
        {
            content:
                "The first answer took the ticket, which now waits for the customer",
            trigger: ".o_arrow_button_current:contains(Waiting for Customer)",
        },
        {trigger: ".o_statusbar_buttons button[name=action_solve]", run: "click"},
        {trigger: ".o_statusbar_buttons button[name=action_reopen]"},
    ],
});

tours.add("support_agent_writes_a_note", {
    steps: () => [
        ...openSupport(),
        ...openFigure("Unassigned"),
        ...openTicket("The lamp flickers"),
        {trigger: ".o-mail-Chatter-logNote", run: "click"},
        {
            content: "Who will read it cannot be overlooked",
            trigger: ".o_support_audience_note:contains(only colleagues)",
        },
        {
            trigger: ".o_support_composer_note .o-mail-Composer-input",
            run: "edit The customer called twice.",
        },
        {
            trigger: ".o-mail-Composer-send:enabled:contains(Save internal note)",
            run: "click",
        },
        {
            trigger:
                ".o_support_message_note:contains(called twice) .badge:contains(Internal note)",
        },
        ...writeAnswer("We call you back."),
        ...sendAnswer("We call you back."),
    ],
});

/** The test lets the customer write when it hears this word. */
async function askCustomerToWrite() {
    const [ticketId] = location.pathname.match(/\d+$/);
    await rpc("/web/dataset/call_kw/support.ticket/notify_presence", {
        model: "support.ticket",
        method: "notify_presence",
        args: [Number(ticketId), "here"],
        kwargs: {token: "customer, write"},
    });
}

tours.add("support_answer_is_held_back", {
    steps: () => [
        ...openSupport(),
        ...openFigure("Unassigned"),
        ...openTicket("The lamp flickers"),
        ...writeAnswer("Please send it back."),
        {
            content: "The customer writes meanwhile",
            trigger: ".o-mail-Composer-send:enabled",
            run: askCustomerToWrite,
        },
        {trigger: ".o-mail-Composer-send:enabled", run: "click"},
        {trigger: ".o_notification:contains(wrote on this ticket meanwhile)"},
        {
            content: "The new message is shown",
            trigger: ".o_support_message_received:contains(It works again!)",
        },
        {
            content: "The draft is kept",
            trigger: ".o-mail-Composer-input:value(Please send it back.)",
            run: "edit Glad to hear it.",
        },
        ...sendAnswer("Glad to hear it."),
    ],
});

tours.add("support_agent_logs_a_call", {
    steps: () => [
        ...openSupport(),
        {
            trigger:
                ".o_menu_sections [data-menu-xmlid='customer_support.support_ticket_call_menu']",
            run: "click",
        },
        {trigger: ".modal div[name=caller_name] input", run: "edit Ida Holm"},
        {trigger: ".modal div[name=partner_phone] input", run: "edit +45 12 34 56 78"},
        {trigger: ".modal div[name=name] input", run: "edit Wrong colour delivered"},
        {
            trigger: ".modal div[name=description] .odoo-editor-editable",
            run: "editor She ordered blue and got green.",
        },
        {trigger: ".modal button[name=action_log]", run: "click"},
        {
            content: "The ticket is open, with the caller as its customer",
            trigger:
                ".o_support_ticket_form div[name=partner_id] input:value(Ida Holm)",
        },
        {trigger: "div[name=channel_id] input:value(Phone)"},
    ],
});

tours.add("support_ticket_on_a_phone", {
    steps: () => [
        {
            content: "The customer's message is there",
            trigger: ".o_support_ticket_form .o_support_message_received",
        },
        {
            content: "Its conversation begins on the first screen, before the rest",
            trigger: ".o-mail-Chatter-sendMessage",
            run() {
                const {bottom} = this.anchor.getBoundingClientRect();
                const panel = document.querySelector("[name=customer_panel]");
                const rest = panel.getBoundingClientRect();
                if (bottom > window.innerHeight || rest.top < bottom) {
                    throw new Error(`The conversation is far below: ${bottom} px.`);
                }
            },
        },
        {
            content: "Nothing hangs out of the screen",
            trigger: ".o_form_renderer",
            run() {
                const {scrollWidth, clientWidth} = this.anchor;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} px on ${clientWidth} px.`);
                }
            },
        },
    ],
});

function publishInFullComposer() {
    return [
        {trigger: ".modal button[name=action_publish]:contains(Publish)", run: "click"},
        {trigger: ".modal:contains(Answer in public?) .modal-body:contains(everybody)"},
    ];
}

tours.add("support_answer_in_public", {
    steps: () => [
        {trigger: ".o-mail-Chatter-sendMessage:enabled", run: "click"},
        {
            trigger: ".o_support_composer_public .o-mail-Composer-input",
            run: "edit It will be back in May.",
        },
        {
            trigger: ".o-mail-Composer button[name=open-full-composer]",
            run: "click",
        },
        {
            content: "There is no button that sends it without a second thought",
            trigger: ".modal footer:not(:has(button[name=action_send_mail]:visible))",
        },
        ...publishInFullComposer(),
        {
            content: "On second thoughts, no",
            trigger: ".modal:contains(Answer in public?) .btn-secondary",
            run: "click",
        },
        {
            content: "Nothing was sent, and the text is still there",
            trigger: ".modal .o_mail_composer_form_view:contains(back in May)",
        },
        ...publishInFullComposer(),
        {
            trigger:
                ".modal:contains(Answer in public?) .btn-primary:contains(Publish)",
            run: "click",
        },
        {trigger: ".o_support_message_sent:contains(back in May)"},
    ],
});
