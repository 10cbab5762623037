from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Mail
    support_trusted_authserv_id = fields.Char(
        "Trusted Mail Servers",
        config_parameter="customer_support.trusted_authserv_id",
        help="Name by which your own mail server signs the header "
        "Authentication-Results, several separated by commas. Only what these servers "
        "vouch for is believed to come from a colleague.",
    )
    support_acknowledgements_per_hour = fields.Integer(
        "Acknowledgements per Address and Hour",
        default=3,
        config_parameter="customer_support.acknowledgements_per_hour",
    )
    support_incoming_mail_raw_days = fields.Integer(
        "Keep the Original of Processed Mail (Days)",
        default=90,
        config_parameter="customer_support.incoming_mail_raw_days",
    )
    # Portal
    support_portal_tickets_per_hour = fields.Integer(
        "New Tickets per Customer and Hour",
        default=20,
        config_parameter="customer_support.portal_tickets_per_hour",
    )
    support_portal_messages_per_hour = fields.Integer(
        "Answers per Customer and Hour",
        default=60,
        config_parameter="customer_support.portal_messages_per_hour",
    )
    support_portal_max_files = fields.Integer(
        "Files per Message",
        default=10,
        config_parameter="customer_support.portal_max_files",
    )
    support_portal_max_file_mb = fields.Integer(
        "Size of a File (MB)",
        default=10,
        config_parameter="customer_support.portal_max_file_mb",
    )
    support_portal_max_total_mb = fields.Integer(
        "Size of all Files of a Message (MB)",
        default=25,
        config_parameter="customer_support.portal_max_total_mb",
    )
