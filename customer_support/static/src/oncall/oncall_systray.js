import {Component, onWillStart, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const GROUP = "customer_support.customer_support_group_collaborator";

/** Who has duty now and next, always at hand; asked anew whenever it is opened. */
export class OncallSystray extends Component {
    static template = "customer_support.OncallSystray";
    static components = {Dropdown, DropdownItem};
    static props = {};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({isVisible: false, schedules: []});
        onWillStart(async () => {
            if (await user.hasGroup(GROUP)) {
                await this.load();
            }
        });
    }

    async load() {
        this.state.schedules = await this.orm.call(
            "support.oncall.schedule",
            "get_duty_overview",
            []
        );
        this.state.isVisible = this.state.schedules.length > 0;
    }

    get hasOwnDuty() {
        return this.state.schedules.some((schedule) => schedule.is_own);
    }

    formatUntil(schedule) {
        return formatDateTime(deserializeDateTime(schedule.until), {
            showSeconds: false,
        });
    }

    openSchedule(schedule) {
        this.action.doAction("customer_support.support_oncall_shift_action", {
            additionalContext: {search_default_schedule_id: schedule.id},
        });
    }
}

registry
    .category("systray")
    .add("customer_support.oncall", {Component: OncallSystray}, {sequence: 40});
