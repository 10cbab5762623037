{
    "name": "Customer Support: On-call and Time Off",
    "summary": "On-call duty earns time off, and approved time off is seen in the rota",
    "version": "19.0.1.0.0",
    "category": "Services/Customer Support",
    "author": "Customer Support maintainers",
    "license": "LGPL-3",
    "website": "https://github.com/customer-support/customer_support",
    "depends": ["customer_support", "hr_holidays"],
    "data": [
        "views/support_oncall_compensation_rule_views.xml",
        "views/support_oncall_credit_views.xml",
    ],
    "auto_install": True,
}
