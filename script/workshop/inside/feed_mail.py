"""Run in `odoo shell`: hand a raw mail to the gateway, as the mail server would.

The shell gives `env`; the mail's file is named by CUSTOMER_SUPPORT_MAIL.
"""

import os
from pathlib import Path


def main(env):
    """Process the mail and print which record it ended in."""
    raw = Path(os.environ["CUSTOMER_SUPPORT_MAIL"]).read_bytes()
    last_message = env["mail.message"].search([], order="id desc", limit=1)
    try:
        thread_id = env["mail.thread"].message_process(None, raw)
    except ValueError as error:
        print(f"-> refused by the gateway: {error}")
        return
    env.cr.commit()
    message = env["mail.message"].search(
        [("id", ">", last_message.id), ("res_id", "=", thread_id)], order="id", limit=1
    )
    if thread_id and message:
        record = env[message.model].browse(message.res_id)
        print(f"-> {record._description}: {record.display_name} ({record})")
    else:
        print("-> no record: the mail was set aside, or it is a duplicate")


main(env)  # noqa: F821 (given by the shell)
