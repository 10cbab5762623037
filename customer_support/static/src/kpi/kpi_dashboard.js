import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KpiDashboardBase} from "./kpi_dashboard_base";
import {useState} from "@odoo/owl";

/** The figures of a period beside the one before, for the manager. */
export class KpiDashboard extends KpiDashboardBase {
    static template = "customer_support.KpiDashboard";

    setup() {
        super.setup();
        this.shown = useState({table: "teams"});
    }

    get defaultChoice() {
        return {period: "month", day: false, team_id: false};
    }

    get source() {
        return ["support.kpi.dashboard", "get_dashboard"];
    }

    get table() {
        const {tables} = this.state.data;
        return tables.find(({code}) => code === this.shown.table) || tables[0];
    }

    getSignalLabel(figure) {
        const labels = {good: _t("better"), bad: _t("worse")};
        if (figure.signal === "none") {
            return _t("no more than chance");
        }
        return labels[figure.verdict] || _t("changed");
    }

    getChangeClass(figure) {
        const classes = {good: "text-success", bad: "text-danger"};
        return (figure.change && classes[figure.verdict]) || "text-muted";
    }

    getChangeIcon(figure) {
        const icons = {up: "fa-arrow-up", down: "fa-arrow-down"};
        return (figure.change && icons[figure.signal]) || "";
    }

    getFindingIcon(finding) {
        const icons = {
            change_bad: "fa-exclamation-triangle text-danger",
            change_good: "fa-check-circle text-success",
        };
        return icons[finding.code] || "fa-lightbulb-o text-info";
    }

    getHeatStyle(count) {
        const share = count / (this.state.data.heat.most || 1);
        return `--support-heat: ${Math.round(share * 85)}%`;
    }
}

registry.category("actions").add("support_kpi_dashboard", KpiDashboard);
