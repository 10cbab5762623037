import {Component} from "@odoo/owl";
import {formatDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const COLORS = {
    late: "text-bg-danger",
    at_risk: "text-bg-warning",
    on_time: "text-bg-light border",
};
const ICONS = {
    late: "fa-exclamation-circle",
    at_risk: "fa-hourglass-half",
    on_time: "fa-clock-o",
};

/** The next deadline as working time left, sorted by the instant behind it. */
export class DeadlineField extends Component {
    static template = "customer_support.DeadlineField";
    static props = {...standardFieldProps};

    get text() {
        return this.props.record.data.sla_countdown;
    }

    get title() {
        return formatDateTime(this.props.record.data[this.props.name]);
    }

    get colorClass() {
        return COLORS[this.props.record.data.sla_status];
    }

    get iconClass() {
        return ICONS[this.props.record.data.sla_status];
    }
}

export const deadlineField = {
    component: DeadlineField,
    displayName: _t("Deadline"),
    supportedTypes: ["datetime"],
    fieldDependencies: [
        {name: "sla_countdown", type: "char"},
        {name: "sla_status", type: "selection"},
    ],
    listViewWidth: [180, 320],
};

registry.category("fields").add("support_deadline", deadlineField);
