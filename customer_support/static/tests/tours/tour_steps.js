/** Steps that several tours of this addon share. */

export function openSupport() {
    return [
        {
            content: "The start page shows the teams",
            trigger: ".o_support_team_kanban .o_kanban_record:contains(Care)",
        },
    ];
}

export function openFigure(figure) {
    return [
        {
            content: `Open what the figure “${figure}” counts`,
            trigger: `.o_kanban_record:contains(Care) .o_support_team_counts a:contains(${figure})`,
            run: "click",
        },
        {
            content: "The list is filtered by it",
            trigger: `.o_list_view, .o_searchview_facet:contains(${figure})`,
        },
    ];
}

export function openTicket(subject) {
    return [
        {
            content: "Open the ticket",
            trigger: `.o_data_row td[name=name]:contains(${subject})`,
            run: "click",
        },
        {
            content: "Its conversation is there",
            trigger: ".o-mail-Chatter-sendMessage:enabled",
        },
    ];
}

export function writeAnswer(text) {
    return [
        {trigger: ".o-mail-Chatter-sendMessage", run: "click"},
        {
            content: "Who will read it cannot be overlooked",
            trigger: ".o_support_audience_answer:contains(The customer will read this)",
        },
        {
            trigger: ".o_support_composer_answer .o-mail-Composer-input",
            run: `edit ${text}`,
        },
    ];
}

export function sendAnswer(text) {
    return [
        {
            trigger: ".o-mail-Composer-send:enabled:contains(Send to customer)",
            run: "click",
        },
        {
            content: "The answer is in the conversation, marked as sent",
            trigger: `.o_support_message_sent:contains(${text}) .badge:contains(Sent)`,
        },
    ];
}
