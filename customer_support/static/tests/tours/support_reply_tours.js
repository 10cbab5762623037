import {registry} from "@web/core/registry";
import {openFigure, openSupport, openTicket} from "./tour_steps";

registry.category("web_tour.tours").add("support_agent_replies_with_a_template", {
    steps: () => [
        ...openSupport(),
        ...openFigure("Unassigned"),
        ...openTicket("The lamp flickers"),
        {
            trigger: ".o_statusbar_buttons button[name=action_reply_with_template]",
            run: "click",
        },
        {
            trigger: ".modal div[name=reply_template_id] input",
            run: "edit flick",
        },
        {
            content: "It is found by a word of its text",
            trigger: ".o-autocomplete--dropdown-item:contains(Lamp is broken)",
            run: "click",
        },
        {
            content: "The preview knows the ticket",
            trigger: ".modal div[name=reply_preview]:contains(Dear Ada)",
        },
        {
            content: "How to speak is beside it",
            trigger: ".modal div[name=reply_tone]:contains(Calm)",
        },
        {trigger: ".modal button[name=action_insert_reply]", run: "click"},
        {
            content: "The text is in the answer",
            trigger: ".modal div[name=body]:contains(your lamp stops flickering)",
        },
        {
            content: "A step has to be ticked",
            trigger: ".modal div[name=reply_check_ids] td[name=is_done] input",
            run: "click",
        },
        {trigger: ".modal button.o_mail_send:not([disabled])", run: "click"},
        {
            content: "The customer has it",
            trigger: ".o-mail-Message:contains(your lamp stops flickering)",
        },
        {trigger: ".o_arrow_button_current:contains(Waiting for Customer)"},
    ],
});
