import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {Interaction} from "@web/public/interaction";

const PAUSE = 500;
const MIN_LENGTH = 4;

/**
 * Shows answers while a customer writes his request. Nothing is shown when the server
 * does not answer: the form works without it.
 */
export class HelpSuggestions extends Interaction {
    static selector = ".o_support_help_ask";
    dynamicContent = {
        "input[name=subject], textarea[name=text]": {
            "t-on-input": this.debounced(this.suggest, PAUSE),
        },
        "select[name=product_id], select[name=sale_order_id]": {
            "t-on-change": this.suggest,
        },
    };

    setup() {
        this.keepLast = new KeepLast();
        this.box = this.el.querySelector(".o_support_help_suggestions");
    }

    willStart() {
        // An order or product that is chosen already may have a known problem.
        this.suggest();
    }

    getValue(name) {
        return this.el.querySelector(`[name=${name}]`)?.value || "";
    }

    async suggest() {
        const text = `${this.getValue("subject")} ${this.getValue("text")}`.trim();
        const product_id = Number(this.getValue("product_id")) || null;
        const order_id = Number(this.getValue("sale_order_id")) || null;
        if (text.length < MIN_LENGTH && !product_id && !order_id) {
            return this.show({articles: [], problems: []});
        }
        try {
            this.show(
                await this.keepLast.add(
                    rpc(
                        this.box.dataset.url,
                        {text, product_id, order_id},
                        {silent: true}
                    )
                )
            );
        } catch {
            this.show({articles: [], problems: []});
        }
    }

    /** Everything from the server is put in as text. */
    show({articles, problems}) {
        const notes = problems.map((problem) => {
            const note = document.createElement("p");
            note.className = "alert alert-warning mb-2 o_support_help_problem";
            note.textContent = problem;
            return note;
        });
        const links = articles.map(({title, url}) => {
            const link = document.createElement("a");
            link.className = "list-group-item list-group-item-action";
            Object.assign(link, {
                href: url,
                target: "_blank",
                rel: "noopener",
                textContent: title,
            });
            return link;
        });
        this.box.querySelector(".o_support_help_problems").replaceChildren(...notes);
        this.box.querySelector(".o_support_help_links").replaceChildren(...links);
        this.box.classList.toggle("d-none", !notes.length && !links.length);
        this.box
            .querySelector(".o_support_help_title")
            .classList.toggle("d-none", !links.length);
    }
}

registry
    .category("public.interactions")
    .add("customer_support.help_suggestions", HelpSuggestions);
