import {registry} from "@web/core/registry";

const ORDERS = ".o_support_history_section[data-section=orders]";

registry.category("web_tour.tours").add("support_customer_history", {
    steps: () => [
        {
            content: "The order is beside the ticket, with its total",
            trigger: `${ORDERS} .o_support_history_row:contains(Fully Delivered):contains(100.00)`,
        },
        {
            content: "An agent without rights on sales has nothing to click",
            trigger: `${ORDERS} .o_support_history_row:not(:has(button))`,
        },
        {
            content: "The order of the text is suggested",
            trigger:
                ".o_support_history .alert:contains(was found in the text) .btn-primary",
            run: "click",
        },
        {
            content: "Linked, it comes first, and the form shows it",
            trigger: `${ORDERS} .o_support_history_row:first-child.o_support_history_linked`,
        },
        {trigger: ".o_support_history:not(:has(.alert-info))"},
        {
            content: "Sections fold",
            trigger: `${ORDERS} .o_support_history_toggle[aria-expanded=true]`,
            run: "click",
        },
        {trigger: `${ORDERS}:not(:has(.o_support_history_row))`},
        {
            trigger: `${ORDERS} .o_support_history_toggle[aria-expanded=false]`,
            run: "click",
        },
        {
            content: "An earlier ticket opens",
            trigger:
                ".o_support_history_section[data-section=tickets] .o_support_history_row button",
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(The chair squeaks)",
        },
        {
            content: "The panel follows to the other ticket",
            trigger:
                ".o_support_history_section[data-section=tickets] .o_support_history_row:contains(The lamp flickers)",
        },
    ],
});

registry.category("web_tour.tours").add("support_customer_changes", {
    steps: () => [
        {trigger: `${ORDERS} .o_support_history_row:contains(100.00)`},
        {
            content: "Somebody else was the customer",
            trigger: "div[name=partner_id] input",
            run: "edit Bruno",
        },
        {trigger: ".o-autocomplete--dropdown-item:contains(Bruno Ferri)", run: "click"},
        {
            content: "The history of a customer who is not saved is not shown",
            trigger: ".o_support_history:contains(Save the ticket)",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_support_history:contains(No orders yet)"},
        {trigger: ".o_form_saved"},
    ],
});
