import {browser} from "@web/core/browser/browser";
import {deserializeDate, deserializeDateTime, formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {formatMonetary} from "@web/views/fields/formatters";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

import {Component, useState} from "@odoo/owl";

const FOLDED_KEY = "customer_support.history.folded";

/**
 * What the customer has lived through, beside the ticket.
 *
 * Loads once per ticket and customer. Everything shown comes from
 * `support.ticket.get_customer_history`, which decides who may see and open what.
 */
export class CustomerHistory extends Component {
    static template = "customer_support.CustomerHistory";
    static props = standardWidgetProps;

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({
            status: "loading",
            history: null,
            error: "",
            folded: this.readFolded(),
        });
        this.loadedFor = null;
        this.loadedStatus = "loading";
        useRecordObserver((record) => this.onRecordChange(record));
    }

    // -- Loading ------------------------------------------------------------------
    onRecordChange(record) {
        const key = `${record.resId},${record.data.partner_id?.id}`;
        if (record.resId && key === this.loadedFor) {
            this.state.status = this.loadedStatus;
        } else if (!record.resId || record.dirty) {
            // The server knows the customer of the saved ticket only.
            this.state.status = "unsaved";
        } else {
            this.loadedFor = key;
            this.load();
        }
    }

    async load() {
        this.setLoadedStatus("loading");
        try {
            this.state.history = await this.keepLast.add(
                this.orm.silent.call("support.ticket", "get_customer_history", [
                    this.props.record.resId,
                ])
            );
            this.setLoadedStatus("ready");
        } catch (error) {
            this.state.error =
                error.data?.message || _t("The server cannot be reached.");
            this.setLoadedStatus("failed");
        }
    }

    setLoadedStatus(status) {
        this.loadedStatus = status;
        this.state.status = status;
    }

    // -- What the template asks ---------------------------------------------------
    get filledSections() {
        return this.state.history.sections.filter((section) => !this.isEmpty(section));
    }

    get emptySections() {
        return this.state.history.sections.filter((section) => this.isEmpty(section));
    }

    isEmpty(section) {
        return !section.rows.length && !section.hidden;
    }

    formatAmount(amount, currencyId) {
        return formatMonetary(amount, {currencyId});
    }

    formatDay(row) {
        if (!row.date) {
            return "";
        }
        return formatDate(
            row.has_time ? deserializeDateTime(row.date) : deserializeDate(row.date)
        );
    }

    getBadgeClass(badge) {
        return `badge rounded-pill text-bg-${badge.kind === "muted" ? "secondary" : badge.kind}`;
    }

    getRowLabel(row) {
        return _t("Open %(name)s", {name: row.name});
    }

    // -- Folding, remembered by the browser ---------------------------------------
    readFolded() {
        const keys = browser.localStorage.getItem(FOLDED_KEY) || "";
        return Object.fromEntries(keys.split(",").map((key) => [key, true]));
    }

    toggle(section) {
        this.state.folded[section.key] = !this.state.folded[section.key];
        const folded = Object.keys(this.state.folded).filter(
            (key) => this.state.folded[key]
        );
        browser.localStorage.setItem(FOLDED_KEY, folded.join(","));
    }

    // -- Opening and linking ------------------------------------------------------
    openRow(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openPartner() {
        const {id} = this.state.history.partner;
        return this.openRow({model: "res.partner", id});
    }

    async openSection(section) {
        const action = await this.callTicket(
            "action_open_customer_history",
            section.key
        );
        return this.action.doAction(action);
    }

    async linkSuggestion(suggestion) {
        await this.callTicket("action_link_suggestion", suggestion.number);
        await this.reload();
    }

    async dismissSuggestion(suggestion) {
        await this.callTicket("action_dismiss_suggestion", suggestion.number);
        await this.reload();
    }

    callTicket(method, argument) {
        return this.orm.call("support.ticket", method, [
            this.props.record.resId,
            argument,
        ]);
    }

    async reload() {
        // Saved first: links are written by the server, below the form.
        await this.props.record.save();
        await this.props.record.load();
        await this.load();
    }
}

export const customerHistory = {
    component: CustomerHistory,
    fieldDependencies: [{name: "partner_id", type: "many2one"}],
};

registry.category("view_widgets").add("support_customer_history", customerHistory);
