from ..sla.sla_common import SlaCommon


class TriageCommon(SlaCommon):
    """A tree of reasons with teams in charge, a warehouse team, and rule builders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["support.triage.rule"].search([]).action_archive()
        categories = cls.env["support.category"]
        cls.cluster = categories.create({"name": "Delivery"})
        cls.damaged = categories.create(
            {"name": "Damaged", "parent_id": cls.cluster.id}
        )
        cls.tag = cls.env["support.tag"].create({"name": "Parcel wet"})
        cls.warehouse = cls.env["support.team"].create(
            {
                "name": "Warehouse",
                "company_id": cls.company.id,
                "calendar_id": cls.office.id,
                "member_ids": [(0, 0, {"user_id": cls.agent.id})],
            }
        )

    @classmethod
    def _create_rule(cls, name="Damaged parcels", **values):
        """Create a rule for tickets that name damage, unless ``phrases`` says else."""
        return cls.env["support.triage.rule"].create(
            {
                "name": name,
                "phrases": "damaged\narrived broken",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_arrival(cls, name="My parcel is damaged", **values):
        """Create a ticket as mail to the team's address does."""
        return cls._create_mail(name=name, team_is_default=True, **values)

    @classmethod
    def _set_up_rota(cls, mode="without_reason", people=None, **values):
        """Let tickets of team Care wait for triage, with people in their order."""
        people = cls.agent + cls.agent_own if people is None else people
        cls.team.write(
            {
                "triage_mode": mode,
                "triage_turn": "day",
                "triage_start_date": "2026-03-02",
                "triage_participant_ids": [
                    (5, 0, 0),
                    *(
                        (0, 0, {"user_id": user.id, "sequence": place})
                        for place, user in enumerate(people)
                    ),
                ],
                **values,
            }
        )

    def _get_notes(self, ticket):
        """Return what stands in the notes of the ticket about rules."""
        notes = ticket.sudo().message_ids.filtered(lambda m: "Rule “" in (m.body or ""))
        return "\n".join(notes.sorted("id").mapped("body"))
