"""Runs in the host's Python: photograph a served demo shop.

`photographer.py BROWSER PROFILE ADDRESS PICTURES DESCRIPTION [NAME …]`
"""

import json
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import browser

AGENT = "giulia"
MANAGER = "chiara"
CUSTOMER = "anna"
WIDE = (1600, 900)
TALL = (1600, 1500)
NARROW = (400, 800)

# A ticket that shows much: of an order, with a conversation, still open.
TICKET_DOMAIN = (
    ("sale_order_id", "!=", False),
    ("unanswered_since", "!=", False),
    ("stage_kind", "in", ("new", "open")),
)
ASSIGNED_DOMAIN = (("assignment_ids.trigger", "=", "queue"),)
COVER = "ticket.png"  # shown on the addon's page too
CONVERSATION = ".o-mail-Chatter .o-mail-Message"


@dataclass(frozen=True)
class Picture:
    """What is photographed.

    :param str path: of the page; `{ticket}` stands for the number of a ticket
    :param tuple domain: what kind of ticket that is
    :param str shows: selector of what must be there
    :param tuple clicks: selectors, clicked one after the other
    :param str last: selector of what must be there after the clicks
    """

    name: str
    path: str
    shows: str
    clicks: tuple = ()
    last: str = ""
    size: tuple = WIDE
    login: str = AGENT
    domain: tuple = TICKET_DOMAIN


PICTURES = [
    Picture("start_page", "/odoo/support", ".o_kanban_record"),
    Picture("tickets", "/odoo/support-tickets?view_type=kanban", ".o_kanban_record"),
    Picture("list", "/odoo/support-tickets", ".o_data_row"),
    Picture("ticket", "/odoo/support-tickets/{ticket}", CONVERSATION),
    Picture(
        "answer",
        "/odoo/support-tickets/{ticket}",
        CONVERSATION,
        (".o-mail-Chatter-sendMessage",),
        ".o_support_audience_answer",
    ),
    Picture(
        "note",
        "/odoo/support-tickets/{ticket}",
        CONVERSATION,
        (".o-mail-Chatter-logNote",),
        ".o_support_audience_note",
    ),
    Picture(
        "call",
        "/odoo/support",
        ".o_kanban_record",
        ("[data-menu-xmlid='customer_support.support_ticket_call_menu']",),
        ".modal [name=action_log]",
    ),
    Picture(
        "ticket_narrow", "/odoo/support-tickets/{ticket}", ".o_form_view", size=NARROW
    ),
    Picture(
        "assignment",
        "/odoo/support-tickets/{ticket}",
        CONVERSATION,
        (".nav-link[name=assignment]",),
        ".o_field_widget[name=assignment_explanation]",
        size=TALL,
        login=MANAGER,
        domain=ASSIGNED_DOMAIN,
    ),
    Picture("workload", "/odoo/support-workload", ".o_data_row", login=MANAGER),
    Picture(
        "triage_rule",
        "/odoo/action-customer_support.support_triage_rule_action",
        ".o_data_row",
        (".o_data_row .o_data_cell[name=name]",),
        ".o_form_view",
        login=MANAGER,
    ),
    Picture("portal", "/my/tickets", "table, .o_portal_my_doc_table", login=CUSTOMER),
]


def main(program, profile, address, pictures, description, *names):
    """Write the pictures whose names are given, or all of them and the icon."""
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    with browser.running(program, Path(profile)) as page:
        if not names:
            _draw_icon(page, Path(description))
        for login in dict.fromkeys(picture.login for picture in chosen):
            _log_in(page, address, login)
            for picture in chosen:
                if picture.login == login:
                    _photograph(page, address, picture)
                    page.save_picture(Path(pictures) / f"{picture.name}.png")
    cover = Path(pictures) / COVER
    shutil.copyfile(cover, Path(description) / COVER)


def _draw_icon(page, folder):
    page.resize(128, 128)
    page.call(
        "Emulation.setDefaultBackgroundColorOverride",
        color={"r": 0, "g": 0, "b": 0, "a": 0},
    )
    page.open((folder / "icon.svg").as_uri())
    page.wait_for_element("svg")
    page.save_picture(folder / "icon.png")
    page.call("Emulation.setDefaultBackgroundColorOverride")


def _log_in(page, address, login):
    """Log in as somebody of the demo data, whose password is his login."""
    page.resize(*WIDE)
    page.open(f"{address}/web/session/logout?redirect=/web/login")
    page.wait_for_element(".oe_login_form input[name=password]")
    page.evaluate(f"""
        const form = document.querySelector(".oe_login_form");
        form.elements.login.value = form.elements.password.value = {json.dumps(login)};
        form.submit();
    """)
    page.wait_for("!location.pathname.startsWith('/web/login')")
    page.wait_for_element("main, .o_action_manager > *")


def _photograph(page, address, picture):
    page.resize(*picture.size, is_phone=picture.size == NARROW)
    path = picture.path
    if "{ticket}" in path:
        path = path.format(ticket=_find_ticket(page, picture.domain))
    page.open(address + path)
    page.wait_for_element(picture.shows)
    for selector in picture.clicks:
        page.click(selector)
    if picture.last:
        page.wait_for_element(picture.last)
    time.sleep(2)  # avatars and charts


def _find_ticket(page, domain):
    body = {
        "jsonrpc": "2.0",
        "method": "call",
        "params": {
            "model": "support.ticket",
            "method": "search",
            "args": [domain],
            "kwargs": {"limit": 1, "order": "priority desc, id"},
        },
    }
    answer = page.evaluate(
        "fetch('/web/dataset/call_kw/support.ticket/search', {method: 'POST', "
        "headers: {'Content-Type': 'application/json'}, "
        f"body: {json.dumps(json.dumps(body))}}}).then((answer) => answer.json())"
    )
    return answer["result"][0]


main(*sys.argv[1:])
