from odoo.addons.web.controllers.home import Home


class SupportRobots(Home):
    """Without the Website app, the host keeps search engines out of everything."""

    def _get_allowed_robots_routes(self):
        return [
            *super()._get_allowed_robots_routes(),
            *("/support/help", "/support/contact", "/support/sitemap"),
            # The same in other languages.
            *("/*/support/help", "/*/support/contact"),
        ]
