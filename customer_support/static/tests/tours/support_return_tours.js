import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("support_customer_sends_it_back", {
    steps: () => [
        {
            trigger: "a:contains(Return something)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "He reads at once until when",
            trigger: "fieldset:contains(Desk Lamp):contains(It can be returned until)",
        },
        {trigger: "input[name^=quantity_]", run: "edit 1"},
        {
            trigger: "select[name^=reason_]",
            run: "selectByLabel No longer wanted",
        },
        {trigger: "input[name^=note_]", run: "edit It does not fit"},
        {
            trigger: "button:contains(Go on)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The terms come before the request",
            trigger: "p:contains(It is approved at once.)",
        },
        {trigger: "label:contains(Refund)", run: "click"},
        {trigger: "textarea[name=text]", run: "edit Thank you"},
        {
            trigger: "button:contains(Ask for the return)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "He knows what to do next",
            trigger: ".card:contains(What you do now):contains(Send the parcel until)",
        },
        {trigger: "a:contains(Print the return slip)"},
        {
            trigger: "button:contains(Cancel the return)",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success:contains(You keep your goods)"},
    ],
});

registry.category("web_tour.tours").add("support_agent_exchanges_what_came_back", {
    steps: () => [
        {
            trigger: "button[name=action_inspect_as_new]",
            run: "click",
        },
        {trigger: "a[name=inspection]", run: "click"},
        {trigger: "div[name=inspection_ids] .o_data_row:contains(As New)"},
        {
            trigger: "button[name=action_finish_inspection]",
            run: "click",
        },
        {trigger: "button[name=action_exchange]", run: "click"},
        {
            trigger: ".modal div[name=line_ids] a:contains(Add a line)",
            run: "click",
        },
        {
            trigger: ".modal div[name=product_id] input",
            run: "edit Chair of the tour",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Chair of the tour)",
            run: "click",
        },
        {
            content: "Who pays what is read before",
            trigger:
                ".modal div[name=difference_words]:contains(The customer gets back)",
        },
        {
            trigger: ".modal button[name=action_exchange]",
            run: "click",
        },
        {trigger: "div[name=exchange_order_id]"},
    ],
});
