import {registry} from "@web/core/registry";
import {openSupport} from "./tour_steps";

const tours = registry.category("web_tour.tours");

function openReporting(menu) {
    return [
        ...openSupport(),
        {
            trigger:
                "[data-menu-xmlid='customer_support.customer_support_menu_reporting']",
            run: "click",
        },
        {
            trigger: `[data-menu-xmlid='customer_support.${menu}']`,
            run: "click",
        },
    ];
}

tours.add("support_agent_looks_at_today", {
    steps: () => [
        ...openReporting("support_kpi_team_dashboard_menu"),
        {
            content: "The queue is counted",
            trigger: "[data-figure=unassigned] .o_support_kpi_value:contains(/^1$/)",
        },
        {trigger: "[data-period=week]", run: "click"},
        {
            content: "What came in this week",
            trigger: "[data-figure=tickets_in] .o_support_kpi_value:contains(/^1$/)",
        },
        {
            trigger: ".o_support_kpi_row:contains(The lamp flickers)",
            run: "click",
        },
        {trigger: ".o_form_view .o-mail-Chatter"},
        {
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb a:contains(Today)",
            run: "click",
        },
        {
            content: "The choice is still there",
            trigger: "[data-period=week][aria-pressed=true]",
        },
        {trigger: "[data-figure=unassigned]", run: "click"},
        {trigger: ".o_list_view .o_data_row:contains(The lamp flickers)"},
    ],
});

tours.add("support_manager_reads_figures", {
    steps: () => [
        ...openReporting("support_kpi_dashboard_menu"),
        {trigger: "[data-period=week]", run: "click"},
        {trigger: "[data-period=week][aria-pressed=true]"},
        {trigger: ".o_support_kpi_later:enabled", run: "click"},
        {
            content: "There is nothing later than now",
            trigger: ".o_support_kpi_later:disabled",
        },
        {
            content: "What came in, as a chart with its numbers",
            trigger: "[data-chart=tickets] canvas",
        },
        {trigger: "[data-table=channels]", run: "click"},
        {trigger: ".o_support_kpi_table .btn-link", run: "click"},
        {trigger: ".o_list_view .o_data_row:contains(The lamp flickers)"},
        {
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb a:contains(Figures)",
            run: "click",
        },
        {
            trigger: ".o_support_kpi_tile[data-figure=tickets_in]",
            run: "click",
        },
        {trigger: ".o_list_view .o_data_row:contains(The lamp flickers)"},
    ],
});
