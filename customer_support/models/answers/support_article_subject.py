from odoo import api, models


class SupportArticleSubject(models.AbstractModel):
    """Something that articles tell about: when it changes, they may be out of date.

    A model names the field of the article that links it, and which of its own fields
    readers are told. Most records have no article: that costs one query per write of
    such a field.
    """

    _name = "support.article.subject"
    _description = "Subject of Help Articles"

    _support_article_field = ""
    _support_article_told = frozenset()

    def write(self, vals):
        told = self._support_article_told.intersection(vals)
        articles_sudo = told and self._find_support_articles()
        if not articles_sudo:
            return super().write(vals)
        before = {record: record._get_support_told(told) for record in self}
        result = super().write(vals)
        for record, values in before.items():
            record._on_told_changed(
                values, record._get_support_told(told), articles_sudo
            )
        return result

    def _find_support_articles(self):
        """Return the published articles about the records, as superuser."""
        # Who changes a price need not have rights in support.
        articles_sudo = self.env["support.article"].sudo()
        return articles_sudo.search(
            [(self._support_article_field, "in", self.ids), ("state", "=", "published")]
        )

    def _get_support_told(self, names):
        """Return the present values in words: {label: value}."""
        self.ensure_one()
        labels = self.sudo().fields_get(names, ["string"])
        return {
            labels[name]["string"]: self._fields[name].convert_to_export(
                self[name], self
            )
            for name in sorted(names)
        }

    @api.model
    def _describe_support_change(self, label, before, after):
        if isinstance(after, (int, float, bool)) or isinstance(before, (int, float)):
            return self.env._(
                "%(label)s: %(before)s → %(after)s",
                label=label,
                before=before,
                after=after,
            )
        return self.env._("%(label)s has changed", label=label)

    def _on_told_changed(self, before, after, articles_sudo):
        """Mark the articles about the record, with what has changed."""
        changes = [
            self._describe_support_change(label, before[label], after[label])
            for label in before
            if before[label] != after[label]
        ]
        field = self._support_article_field
        own = articles_sudo.filtered(lambda article: self in article[field])
        if changes:
            own._mark_stale(f"{self.display_name}: {', '.join(changes)}")
