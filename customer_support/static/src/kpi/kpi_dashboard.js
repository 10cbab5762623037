import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KpiDashboardBase} from "./kpi_dashboard_base";
import {KeepLast} from "@web/core/utils/concurrency";
import {useState} from "@odoo/owl";

/** The figures of a period beside the one before, for the manager. */
export class KpiDashboard extends KpiDashboardBase {
    static template = "customer_support.KpiDashboard";

    setup() {
        this.shown = useState({table: "teams", pictures: null});
        this.keepLastPictures = new KeepLast();
        super.setup();
    }

    /** Figures first: what is drawn below them takes longer, and is asked at once. */
    async load() {
        this.shown.pictures = null;
        const pictures = this.keepLastPictures.add(
            this.orm.call("support.kpi.dashboard", "get_dashboard_pictures", [], {
                ...this.state.choice,
            })
        );
        pictures.then(
            (found) => (this.shown.pictures = found),
            // The figures fail for the same reason and tell it.
            () => {}
        );
        await super.load();
    }

    get findings() {
        const others = this.shown.pictures?.findings || [];
        return [...this.state.data.findings, ...others];
    }

    get defaultChoice() {
        return {period: "month", day: false, team_id: false};
    }

    get source() {
        return ["support.kpi.dashboard", "get_dashboard"];
    }

    get table() {
        const {tables} = this.shown.pictures;
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
            bad: "fa-exclamation-triangle text-danger",
            good: "fa-check-circle text-success",
        };
        return icons[finding.code.split("_")[1]] || "fa-lightbulb-o text-info";
    }

    getHeatStyle(count) {
        const share = count / (this.shown.pictures.heat.most || 1);
        return `--support-heat: ${Math.round(share * 85)}%`;
    }
}

registry.category("actions").add("support_kpi_dashboard", KpiDashboard);
