{
    "name": "Customer Support",
    "summary": "The support desk inside your ERP: tickets beside orders, deliveries, "
    "invoices and payments",
    "version": "19.0.1.0.0",
    "category": "Services/Customer Support",
    "author": "Customer Support maintainers",
    "license": "LGPL-3",
    "website": "https://github.com/customer-support/customer_support",
    "depends": [
        "account_payment",
        "portal",
        "resource",
        "sale_stock",
        "survey",
    ],
    "external_dependencies": {"python": ["mail-parser-reply"]},
    "data": [
        # Groups, access rights, rules
        "security/customer_support_groups.xml",
        "security/ir.model.access.csv",
        "security/customer_support_rules.xml",
        # Data
        "data/mail_message_subtype_data.xml",
        "data/support_stage_data.xml",
        "data/support_channel_data.xml",
        "data/support_category_data.xml",
        "data/support_team_data.xml",
        "data/ir_cron_data.xml",
        "data/mail_cron_data.xml",
        "data/mail_template_data.xml",
        # Views
        "views/ticket/support_ticket_views.xml",
        "views/ticket/support_ticket_kanban_views.xml",
        "views/ticket/support_ticket_search_views.xml",
        "views/ticket/support_ticket_analysis_views.xml",
        "views/ticket/support_ticket_actions.xml",
        "views/ticket/support_ticket_call_views.xml",
        "views/ticket/support_team_views.xml",
        "views/ticket/support_team_kanban_views.xml",
        "views/ticket/support_stage_views.xml",
        "views/ticket/support_category_views.xml",
        "views/ticket/support_tag_views.xml",
        "views/ticket/support_channel_views.xml",
        # Menus
        "views/customer_support_menus.xml",
        "views/ticket/support_incoming_mail_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "customer_support/static/src/ticket/**/*",
            "customer_support/static/src/presence/**/*",
        ],
        "web.assets_tests": ["customer_support/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "application": True,
    "installable": True,
}
