"""Whether a customer is written to before he asks, without a database."""

from dataclasses import dataclass

MAIL, TICKET, BOTH = "mail", "ticket", "both"


@dataclass(frozen=True)
class Known:
    """What is known when a rule finds a document.

    :param has_open_ticket: somebody deals with the order already
    :param has_address: the customer has an address for mails
    :param has_declined: the customer asked for no mails
    """

    has_open_ticket: bool = False
    has_address: bool = True
    has_declined: bool = False


@dataclass(frozen=True)
class Decision:
    """What is done; ``obstacle`` says why something is not."""

    writes: bool = False
    opens_ticket: bool = False
    obstacle: str | None = None


def decide(action: str, known: Known) -> Decision:
    """Return what a rule does about one document.

    Who is in a conversation already is left to it. Who cannot or will not be written to
    gets a ticket, if the rule opens any.
    """
    if known.has_open_ticket:
        return Decision(obstacle="open_ticket")
    obstacle = None
    if action in (MAIL, BOTH):
        if not known.has_address:
            obstacle = "no_address"
        elif known.has_declined:
            obstacle = "declined"
    return Decision(
        writes=action in (MAIL, BOTH) and not obstacle,
        opens_ticket=action in (TICKET, BOTH),
        obstacle=obstacle,
    )
