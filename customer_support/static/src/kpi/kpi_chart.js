import {cookie} from "@web/core/browser/cookie";
import {getColor, getCustomColor} from "@web/core/colors/colors";
import {loadBundle} from "@web/core/assets";
import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";

/**
 * One chart of a dashboard, with its numbers as a table for those who do not see it.
 *
 * A click on a bar opens what the bar counts.
 */
export class KpiChart extends Component {
    static template = "customer_support.KpiChart";
    static props = {chart: Object, open: Function};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvas.el, this.getConfig());
                return () => chart.destroy();
            },
            () => [this.props.chart]
        );
    }

    getConfig() {
        const {chart} = this.props;
        const scheme = cookie.get("color_scheme");
        const label = getCustomColor(scheme, "#111827", "#E4E4E4");
        const grid = getCustomColor(scheme, "#d8dadd", "#3C3E4B");
        const scales = Object.fromEntries(
            ["x", "y"].map((axis) => [
                axis,
                {
                    beginAtZero: true,
                    ticks: {color: label, precision: 0},
                    grid: {color: grid},
                },
            ])
        );
        return {
            type: chart.type === "line" ? "line" : "bar",
            data: {
                labels: chart.labels,
                datasets: chart.lines.map((line, index) =>
                    this.getDataset(line, getColor(index, scheme, "sm"))
                ),
            },
            options: {
                indexAxis: chart.type === "row" ? "y" : "x",
                maintainAspectRatio: false,
                animation: false,
                plugins: {
                    legend: {
                        display: chart.lines.length > 1,
                        labels: {color: label},
                    },
                },
                scales,
                onClick: (_event, elements) => this.onClick(elements),
            },
        };
    }

    getDataset(line, color) {
        return {
            label: line.label,
            data: line.values,
            backgroundColor: color,
            borderColor: color,
            borderWidth: 2,
            pointRadius: this.props.chart.labels.length > 40 ? 0 : 2,
            spanGaps: true,
        };
    }

    onClick(elements) {
        const target = elements.length && this.props.chart.targets;
        this.props.open((target && target[elements[0].index]) || this.props.chart);
    }
}
