import {Component, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {formatDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const {DateTime} = luxon;
const MINUTE = 60 * 1000;
const WARNING_HOURS = 4;
const DANGER_HOURS = 24;

/** How long ago an instant was, as "5 min ago", coloured when it gets long. */
export class AgeField extends Component {
    static template = "customer_support.AgeField";
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({now: DateTime.now()});
        const timer = browser.setInterval(
            () => (this.state.now = DateTime.now()),
            MINUTE
        );
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return this.value
            ? this.value.toRelative({base: this.state.now, style: "narrow"})
            : "";
    }

    get title() {
        return _t("Unanswered since %(moment)s", {moment: formatDateTime(this.value)});
    }

    get colorClass() {
        const hours = this.state.now.diff(this.value, "hours").hours;
        if (hours >= DANGER_HOURS) {
            return "text-bg-danger";
        }
        return hours >= WARNING_HOURS ? "text-bg-warning" : "text-bg-info";
    }
}

export const ageField = {
    component: AgeField,
    displayName: _t("Age"),
    supportedTypes: ["datetime"],
    listViewWidth: 110,
};

registry.category("fields").add("support_age", ageField);
