from ..common import SupportCommon


class FeedbackCommon(SupportCommon):
    """A program that asks a day after a ticket is solved, and how a day passes."""

    def setUp(self):
        super().setUp()
        self._freeze()
        self.program = self._create_program()

    def _create_program(self, **values):
        return (
            self.env["support.feedback.program"]
            .with_user(self.manager)
            .create(
                {
                    "name": "After a solved ticket",
                    "company_id": self.company.id,
                    **values,
                }
            )
            .sudo()
        )

    def _solve(self, ticket=None, **values):
        """Let the agent solve a ticket of Ada, or this one."""
        ticket = ticket or self._create_ticket(user_id=self.agent.id, **values)
        ticket.with_user(self.agent).action_solve()
        return ticket

    def _ask(self, **duration):
        """Let time pass, a day unless said else, and the job ask."""
        self._wait(**(duration or {"hours": 24}))
        self._run_cron("ir_cron_ask_feedback")

    def _get_invitations(self, ticket):
        return self.env["support.feedback.invitation"].search(
            [("ticket_id", "=", ticket.id)], order="id"
        )

    def _get_mails(self, ticket):
        """Return what the ticket's customer gets, the oldest first."""
        return self.env["mail.mail"].search(
            [
                ("model", "=", "support.ticket"),
                ("res_id", "=", ticket.id),
                ("email_to", "=", ticket.email_normalized),
            ],
            order="id",
        )

    def _invite(self, **values):
        """Return the invitation of a solved ticket, sent a day later."""
        invitation = self._get_invitations(self._solve(**values))
        self._ask()
        return invitation
