{
    "name": "Customer Support: Tracking of Deliveries",
    "summary": "Carriers' tracking pages and numbers beside the ticket",
    "version": "19.0.1.0.0",
    "category": "Services/Customer Support",
    "author": "Customer Support maintainers",
    "license": "LGPL-3",
    "website": "https://github.com/customer-support/customer_support",
    "depends": ["customer_support", "stock_delivery"],
    "auto_install": True,
}
