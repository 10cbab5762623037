from odoo import api, fields, models


class SupportProblemSolution(models.Model):
    """The answer to all tickets of a problem, in one language."""

    _name = "support.problem.solution"
    _description = "Solution of a Known Problem"
    _order = "problem_id, id"

    problem_id = fields.Many2one(
        "support.problem", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="problem_id.company_id", store=True)
    lang = fields.Selection(
        selection=lambda self: self.env["support.article.text"]._get_languages(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    body = fields.Html("Answer", required=True)

    _lang_uniq = models.UniqueIndex(
        "(problem_id, lang)", "There is a solution in this language already."
    )

    @api.model
    def _choose(self, solutions, lang):
        """Return the solution for a reader of that language, as articles choose."""
        articles = self.env["support.article"]
        for code in articles._get_language_chain(lang, solutions.mapped("lang")):
            return solutions.filtered_domain([("lang", "=", code)])
        return self.browse()
