import {registry} from "@web/core/registry";

function openConfiguration(menu) {
    return [
        {
            trigger:
                ".o_menu_sections [data-menu-xmlid='customer_support.customer_support_menu_configuration']",
            run: "click",
        },
        {
            trigger: `.o-dropdown--menu [data-menu-xmlid='customer_support.${menu}']`,
            run: "click",
        },
    ];
}

function createRecord(title, name) {
    return [
        {trigger: `.o_last_breadcrumb_item:contains(${title})`},
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: ".o_form_view div[name=name] input", run: `edit ${name}`},
    ];
}

function save() {
    return [{trigger: ".o_form_button_save", run: "click"}, {trigger: ".o_form_saved"}];
}

registry.category("web_tour.tours").add("support_manager_configures", {
    steps: () => [
        ...openConfiguration("support_team_menu_config"),
        ...createRecord("Teams", "Spare Parts"),
        {trigger: "div[name=member_ids] .o_field_x2many_list_row_add a", run: "click"},
        {
            trigger: "div[name=member_ids] .o_selected_row div[name=user_id] input",
            run: "edit Manager",
        },
        {trigger: ".o-autocomplete--dropdown-item:contains(Manager)", run: "click"},
        ...save(),
        ...openConfiguration("support_stage_menu"),
        ...createRecord("Stages", "Waiting for the supplier"),
        {trigger: "div[name=kind] input", run: "click"},
        {
            trigger: ".o_select_menu_item:contains(Waiting for a third party)",
            run: "click",
        },
        ...save(),
        ...openConfiguration("support_category_menu"),
        ...createRecord("Contact Reasons", "Spare part missing"),
        ...save(),
        {
            content: "The new team has its place on the start page",
            trigger:
                ".o_menu_sections [data-menu-xmlid='customer_support.support_team_menu']",
            run: "click",
        },
        {trigger: ".o_support_team_kanban .o_kanban_record:contains(Spare Parts)"},
    ],
});
