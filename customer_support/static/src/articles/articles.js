import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

import {Component, useState} from "@odoo/owl";

/**
 * Articles that answer a ticket, for the agent who writes to its customer.
 *
 * Asks once per ticket for what its subject and product suggest, then for what is typed.
 * What may be shown or sent is decided by `support.ticket.find_articles`.
 */
export class SupportArticles extends Component {
    static template = "customer_support.SupportArticles";
    static props = standardWidgetProps;

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.store = useService("mail.store");
        this.notification = useService("notification");
        this.keepLast = new KeepLast();
        this.state = useState({query: "", rows: [], status: "loading"});
        this.loadedFor = null;
        this.search = useDebounced(() => this.load(), 300);
        useRecordObserver((record) => this.onRecordChange(record));
    }

    onRecordChange(record) {
        const key = `${record.resId},${record.data.product_id?.id}`;
        if (record.resId && !record.dirty && key !== this.loadedFor) {
            this.loadedFor = key;
            this.load();
        }
    }

    async load() {
        try {
            this.state.rows = await this.keepLast.add(
                this.orm.silent.call("support.ticket", "find_articles", [
                    this.props.record.resId,
                    this.state.query,
                ])
            );
            this.state.status = "ready";
        } catch {
            // The rest of the ticket works without them.
            this.state.status = "failed";
        }
    }

    onInput(ev) {
        this.state.query = ev.target.value;
        this.search();
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "support.article",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    insertLink(row) {
        this.insert(`${row.title}: ${row.url}`);
    }

    insertText(row) {
        this.insert(row.text);
    }

    /** Add to the answer that is being written, below what is there. */
    insert(text) {
        const thread = this.store.Thread.insert({
            model: "support.ticket",
            id: this.props.record.resId,
        });
        const {composer} = thread;
        const before = composer.composerText.trimEnd();
        composer.composerText = before ? `${before}\n\n${text}` : text;
        this.notification.add(_t("Added to your answer."), {type: "success"});
    }
}

export const supportArticles = {
    component: SupportArticles,
    fieldDependencies: [{name: "product_id", type: "many2one"}],
};

registry.category("view_widgets").add("support_articles", supportArticles);
