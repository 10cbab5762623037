import {registry} from "@web/core/registry";
import {openSupport} from "./tour_steps";

const tours = registry.category("web_tour.tours");
const DIALOG = ".modal .o_form_view";
const OTHERS = [
    "Dario",
    "Elena",
    "Fabio",
    "Gemma",
    "Ivano",
    "Letizia",
    "Marco",
    "Nives",
    "Oreste",
];

/** Choose somebody in the field with which several people are added. */
function addPerson(name) {
    return [
        {
            trigger: `${DIALOG} [name=newcomer_ids] input`,
            run: `edit ${name}`,
        },
        {
            trigger: `.ui-menu-item > a:contains(${name})`,
            run: "click",
        },
        {
            content: "He stands at the end of the order",
            trigger: `${DIALOG} [name=participant_ids] .o_data_row:last:contains(${name})`,
        },
    ];
}

tours.add("support_manager_builds_a_rota", {
    steps: () => [
        ...openSupport(),
        {
            trigger:
                "[data-menu-xmlid='customer_support.customer_support_menu_oncall']",
            run: "click",
        },
        {
            trigger:
                "[data-menu-xmlid='customer_support.support_oncall_schedule_menu']",
            run: "click",
        },
        {trigger: ".o_list_button_add", run: "click"},
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Emergency Line",
        },
        {
            trigger: "[name=layer_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: `${DIALOG} .o_field_widget[name=name] input`,
            run: "edit Every week somebody else",
        },
        ...addPerson("Adele"),
        ...addPerson("Bruna"),
        ...addPerson("Carla"),
        ...OTHERS.flatMap(addPerson),
        {trigger: ".modal .o_form_button_save", run: "click"},
        {
            trigger: "[name=layer_ids] .o_data_row:contains(every week at 09:00)",
        },
        {trigger: ".o_form_view .o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {
            content: "Somebody is on duty at once",
            trigger: "[name=on_call_user_ids] .o_tag:contains(Adele)",
        },
        {
            trigger: "[name=next_user_ids] .o_tag:contains(Bruna)",
        },
        {trigger: "button[name=action_open_shifts]", run: "click"},
        {
            content: "The calendar shows the final plan",
            trigger: ".o_calendar_view .fc-event:contains(Adele)",
        },
    ],
});

tours.add("support_person_sees_his_duty", {
    steps: () => [
        ...openSupport(),
        {trigger: ".o_support_oncall_systray", run: "click"},
        {
            trigger: ".o_support_oncall_menu:contains(Bruna)",
        },
        {
            trigger: ".o_support_oncall_menu .dropdown-item:contains(Emergency Line)",
            run: "click",
        },
        {trigger: ".o_calendar_view .fc-event:contains(Adele)"},
    ],
});

tours.add("support_manager_applies_a_fair_rota", {
    steps: () => [
        {trigger: "button[name=action_build_rota]", run: "click"},
        {trigger: ".o_form_view button[name=action_propose]", run: "click"},
        {
            content: "Every turn has somebody",
            trigger: "[name=line_ids] .o_data_row:contains(Adele)",
        },
        {trigger: ".o_form_view button[name=action_apply]", run: "click"},
        {
            content: "It holds as a temporary plan",
            trigger: ".o_form_view [name=duty_ids] .o_data_row:contains(Oreste)",
        },
    ],
});

tours.add("support_person_takes_a_shift", {
    steps: () => [
        ...openSupport(),
        {
            trigger:
                "[data-menu-xmlid='customer_support.customer_support_menu_oncall']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='customer_support.support_oncall_swap_menu_my']",
            run: "click",
        },
        {trigger: ".o_data_row:contains(Adele) td[name=date_from]", run: "click"},
        {trigger: ".o_statusbar_buttons button[name=action_accept]", run: "click"},
        {trigger: ".o_arrow_button_current:contains(Swapped)"},
    ],
});

tours.add("support_person_gets_a_feed_link", {
    steps: () => [
        ...openSupport(),
        {
            trigger:
                "[data-menu-xmlid='customer_support.customer_support_menu_oncall']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='customer_support.support_oncall_feed_menu']",
            run: "click",
        },
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: "button[name=action_renew]", run: "click"},
        {
            content: "The link is shown once",
            trigger: ".modal [name=url]:contains(/support/oncall/)",
        },
        {trigger: ".modal footer .btn-primary", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {trigger: ".o_form_view button[name=action_revoke]"},
    ],
});
