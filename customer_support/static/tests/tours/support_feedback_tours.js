import {registry} from "@web/core/registry";
import {openSupport} from "./tour_steps";

registry.category("web_tour.tours").add("support_customer_says_how_it_was", {
    steps: () => [
        {
            content: "The mark of the mail is chosen already",
            trigger: "input[name=score][value='2']:checked",
        },
        {trigger: "textarea[name=comment]", run: "edit Nobody called back"},
        {
            trigger: "button:contains(Send my answer)",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: "h1:contains(Thank you)"},
        {trigger: "label:contains(It took too long)", run: "click"},
        {trigger: "button:contains(Send)", run: "click", expectUnloadPage: true},
        {
            content: "He is not asked the same again",
            trigger:
                "body:not(:contains(What was it above all?)) h1:contains(Thank you)",
        },
    ],
});

registry.category("web_tour.tours").add("support_manager_follows_up_a_low_score", {
    steps: () => [
        ...openSupport(),
        {
            trigger:
                "[data-menu-xmlid='customer_support.customer_support_menu_feedback']",
            run: "click",
        },
        {
            trigger:
                "[data-menu-xmlid='customer_support.support_feedback_followup_menu']",
            run: "click",
        },
        {
            trigger: ".o_data_row td[name=comment]:contains(Nobody called back)",
            run: "click",
        },
        {
            content: "Without a lesson it cannot be closed",
            trigger: ".o_statusbar_buttons button[name=action_close]",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary, .o_notification_close",
            run: "click",
        },
        {trigger: "div[name=category_id] input", run: "edit cancel"},
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Cancel)",
            run: "click",
        },
        {trigger: "div[name=outcome] input", run: "click"},
        {
            trigger: ".o_select_menu_item:contains(Put right)",
            run: "click",
        },
        {trigger: "div[name=lesson] textarea", run: "edit Call on the same day"},
        {
            trigger: ".o_statusbar_buttons button[name=action_close]",
            run: "click",
        },
        {trigger: ".ribbon:contains(Closed)"},
    ],
});
