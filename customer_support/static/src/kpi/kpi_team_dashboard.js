import {registry} from "@web/core/registry";
import {KpiDashboardBase} from "./kpi_dashboard_base";

/** What a team looks at during the day. */
export class KpiTeamDashboard extends KpiDashboardBase {
    static template = "customer_support.KpiTeamDashboard";

    get defaultChoice() {
        return {period: "today", team_id: false};
    }

    get source() {
        return ["support.kpi.team.dashboard", "get_team_dashboard"];
    }

    get lists() {
        const {deadlines, promises, waiting} = this.state.data;
        return [deadlines, promises, waiting];
    }

    getStatusClass(row) {
        const classes = {late: "text-danger fw-bold", at_risk: "text-warning fw-bold"};
        return classes[row.status] || "text-muted";
    }

    openTicket(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "support.ticket",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openSchedule(duty) {
        return this.action.doAction("customer_support.support_oncall_shift_action", {
            additionalContext: {search_default_schedule_id: duty.id},
        });
    }

    async openPerson(person) {
        const action = await this.orm.call(
            "support.team.member",
            "action_open_tickets",
            [person.id]
        );
        return this.action.doAction(action);
    }
}

registry.category("actions").add("support_kpi_team_dashboard", KpiTeamDashboard);
