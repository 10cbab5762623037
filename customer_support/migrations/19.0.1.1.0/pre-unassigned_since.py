from odoo.tools import sql


def migrate(cr, version):
    """Tickets that nobody has wait since they came in, not since the update.

    Filled here in one statement: the field's own way would read every ticket.
    """
    if sql.column_exists(cr, "support_ticket", "unassigned_since"):
        return
    sql.create_column(cr, "support_ticket", "unassigned_since", "timestamp")
    cr.execute(
        "UPDATE support_ticket SET unassigned_since = create_date WHERE user_id IS NULL"
    )
