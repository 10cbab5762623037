import {registry} from "@web/core/registry";
import {openFigure, openSupport, openTicket} from "./tour_steps";

const tours = registry.category("web_tour.tours");

tours.add("support_agent_triages", {
    steps: () => [
        ...openSupport(),
        ...openFigure("Waiting for triage"),
        ...openTicket("The lamp flickers"),
        {
            content: "What has to be done cannot be overlooked",
            trigger: "[name=banners] .alert:contains(Waiting for triage)",
        },
        {
            trigger: ".o_field_widget[name=category_id] input",
            run: "edit Lamp is broken",
        },
        {
            trigger: ".ui-menu-item > a:contains(Lamp is broken)",
            run: "click",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {
            content: "Choosing the reason was the triage",
            trigger: ".o_form_view:not(:has(button[name=action_triage_done]))",
        },
        {trigger: ".o_form_saved"},
    ],
});

tours.add("support_manager_writes_a_triage_rule", {
    steps: () => [
        ...openSupport(),
        {
            trigger:
                "[data-menu-xmlid='customer_support.customer_support_menu_configuration']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='customer_support.support_triage_rule_menu']",
            run: "click",
        },
        {
            content: "What no rule matched is one click away",
            trigger: ".o_control_panel button[name=action_open_unmatched]",
        },
        {trigger: ".o_list_button_add", run: "click"},
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Lamps that flicker",
        },
        {
            trigger: ".o_field_widget[name=phrases] textarea",
            run: "edit flickers && click .o_form_sheet",
        },
        {
            content: "The number of matching tickets follows while editing",
            trigger: "button[name=action_preview] .o_stat_value:contains(/^1$/)",
        },
        {trigger: ".o_field_widget[name=stops] input", run: "click"},
        {trigger: "button[name=action_preview]", run: "click"},
        {trigger: ".o_data_row:contains(The lamp flickers)"},
    ],
});
