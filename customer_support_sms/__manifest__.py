{
    "name": "Customer Support: Alerts by SMS",
    "summary": "Whoever is on duty is called by SMS as well",
    "version": "19.0.1.0.0",
    "category": "Services/Customer Support",
    "author": "Customer Support maintainers",
    "license": "LGPL-3",
    "website": "https://github.com/customer-support/customer_support",
    "depends": ["customer_support", "sms"],
    "auto_install": True,
}
