"""Notes: what the people around a proposal are told about it, in their inboxes."""

from sqlalchemy import Connection

from lyceum_hub.service.stewardship.inbox import STEWARDS, tell
from lyceum_hub.service.stewardship.proposal import Proposal
from lyceum_hub.service.stewardship.queries import record_at


def tell_reviewers(connection: Connection, proposal: Proposal) -> None:
    """Tell those who may decide: the entry's owner and steward, and the catalog's stewards."""
    record = record_at(connection, proposal.entry, proposal.base_version) or {}
    people = {STEWARDS, *(record[who] for who in ("owner", "steward") if who in record)} - {proposal.author}
    what = f"a change of {proposal.entry}" if proposal.base_version else f"the new entry {proposal.entry}"
    text = f"{proposal.author} proposes {what}: {proposal.summary}".rstrip(": ")
    tell(connection, people, "proposal", proposal.entry, proposal.id, text)


def tell_author(connection: Connection, proposal: Proposal, actor: str, text: str) -> None:
    """Tell a proposal's author what somebody else did with it."""
    if actor != proposal.author:
        about = f"Your proposal for {proposal.entry}: {text}"
        tell(connection, [proposal.author], "proposal", proposal.entry, proposal.id, about)
