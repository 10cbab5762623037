import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("support_customer_finds_help", {
    steps: () => [
        {
            content: "Two typing errors in two words",
            trigger: ".o_support_help input[name=q]",
            run: "edit lmap fliker",
        },
        {
            trigger: ".o_support_help form[role=search] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_support_help_results a:contains(The lamp flickers)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "He reads, and it is not what he looked for",
            trigger: ".o_support_help_article:contains(dimmer of the wrong kind)",
        },
        {trigger: ".o_support_help_vote summary", run: "click"},
        {trigger: "#vote_incomplete", run: "click"},
        {trigger: "#vote_comment", run: "edit Which dimmer?"},
        {
            trigger: ".o_support_help_vote button[value='0']",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_support_help_vote:contains(Thank you)"},
        {
            trigger: ".o_support_help_contact .btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_support_help_ask input[name=subject]",
            run: "edit Where is my parcell?",
        },
        {
            content: "Another article is shown while he writes",
            trigger: ".o_support_help_links a:contains(Where is my parcel?)",
        },
        {
            content: "The product that he chooses has a known problem",
            trigger: "#support_product",
            run: "selectByLabel Aria lamp",
        },
        {trigger: ".o_support_help_problem:contains(Use full light)"},
        {
            trigger: "#support_category",
            run: "selectByIndex 1",
        },
        {
            trigger: ".o_support_help_ask textarea[name=text]",
            run: "edit It flickers, and I do not know which dimmer to buy.",
        },
        {
            trigger: ".o_support_help_ask button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success:contains(we have got your ticket)"},
    ],
});

tours.add("support_agent_sends_an_article", {
    steps: () => [
        {trigger: ".o-mail-Chatter-sendMessage:enabled", run: "click"},
        {
            trigger: ".o_support_composer_answer .o-mail-Composer-input",
            run: "edit Dear Ada,",
        },
        {trigger: ".nav-link[name=articles]", run: "click"},
        {
            content: "The subject has found it",
            trigger: ".o_support_article:contains(The lamp flickers)",
        },
        {
            trigger:
                ".o_support_article:contains(The lamp flickers) button:contains(Insert Text)",
            run: "click",
        },
        {
            content: "Below what he had written",
            trigger: ".o-mail-Composer-input:value(dimmer of the wrong kind)",
        },
        {trigger: ".o-mail-Composer-send:enabled", run: "click"},
        {trigger: ".o_support_message_sent:contains(Dear Ada):contains(wrong kind)"},
    ],
});
