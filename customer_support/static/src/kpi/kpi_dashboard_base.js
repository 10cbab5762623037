import {_t} from "@web/core/l10n/translation";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {KpiChart} from "./kpi_chart";
import {Component, onWillStart, useState} from "@odoo/owl";

/**
 * What the dashboards share: they load, say so, and open the records behind a figure.
 *
 * The choice (period, team) survives the way to the records and back.
 */
export class KpiDashboardBase extends Component {
    static components = {KpiChart, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.open = this.open.bind(this);
        this.state = useState({
            status: "loading",
            error: "",
            data: null,
            choice: {...this.defaultChoice, ...this.props.state?.choice},
        });
        useSetupAction({getLocalState: () => ({choice: {...this.state.choice}})});
        onWillStart(() => this.load());
    }

    // -- What each dashboard says -------------------------------------------------
    /** Arguments of the first call. */
    get defaultChoice() {
        return {};
    }

    /** Model and method that answer. */
    get source() {
        throw new Error("Each dashboard names its source");
    }

    // -- Loading ------------------------------------------------------------------
    async load() {
        this.state.status = "loading";
        try {
            this.state.data = await this.keepLast.add(
                this.orm.call(...this.source, [], {...this.state.choice})
            );
            this.state.status = "ready";
        } catch (error) {
            this.state.error =
                error.data?.message || _t("The server cannot be reached.");
            this.state.status = "failed";
        }
    }

    choose(values) {
        Object.assign(this.state.choice, values);
        return this.load();
    }

    onTeamChange(event) {
        return this.choose({team_id: Number(event.target.value) || false});
    }

    // -- Opening ------------------------------------------------------------------
    /** Open what something counts: a figure, a bar, a row. */
    open({records}) {
        if (!records) {
            return;
        }
        const kinds = records.model.endsWith(".report")
            ? ["list", "pivot", "graph", "form"]
            : ["list", "form"];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: records.name,
            res_model: records.model,
            domain: records.domain,
            views: kinds.map((kind) => [false, kind]),
        });
    }
}
