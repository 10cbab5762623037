from odoo.tests import new_test_user

from ..common import SupportCommon


class HelpCommon(SupportCommon):
    """Articles in two languages, and a customer with a log-in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls.env.ref("customer_support.support_article_category_shipping")
        cls.env["res.lang"]._activate_lang("it_IT")
        cls.ada = new_test_user(
            cls.env,
            login="help_ada",
            name=cls.customer.name,
            groups="base.group_portal",
            partner_id=cls.customer.id,
            email=cls.customer.email,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            context={"no_reset_password": True},
        )
        cls.product = cls.env["product.template"].create(
            {"name": "Aria lamp", "list_price": 10, "company_id": cls.company.id}
        )

    @classmethod
    def _create_article(
        cls, name="Why does it flicker?", body="", user=None, publish=True, **values
    ):
        """Create an article with one English text, published unless told otherwise.

        :param values: of the article; ``italian``: (title, text) of a second text
        """
        texts = [("en_US", name, body)]
        if italian := values.pop("italian", None):
            texts.append(("it_IT", *italian))
        articles = cls.env["support.article"]
        article = (articles.with_user(user) if user else articles).create(
            {
                "category_id": cls.shelf.id,
                "company_id": cls.company.id,
                "text_ids": [
                    (0, 0, {"lang": lang, "name": title, "body": f"<p>{text}</p>"})
                    for lang, title, text in texts
                ],
                **values,
            }
        )
        if publish:
            is_foreign = article.company_id == cls.other_company
            manager = cls.other_manager if is_foreign else cls.manager
            article.with_user(manager).with_context(
                allowed_company_ids=manager.company_ids.ids
            ).action_publish()
        return article

    @classmethod
    def _edit(cls, article, user=None, lang="en_US", **values):
        """Write values into the draft of a language; make one if there is none."""
        texts = article.with_user(user or cls.agent).text_ids
        draft = texts.filtered(lambda t: t.lang == lang and t.kind != "former")
        draft = draft._make_drafts()
        draft.write(values)
        return draft
