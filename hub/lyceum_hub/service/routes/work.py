"""The fields that runs and schedules share."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from lyceum_hub.errors import Invalid
from lyceum_hub.service import language
from lyceum_hub.service.callers import Caller
from lyceum_hub.service.notices.rules import veiled
from lyceum_hub.service.routes.content import Content
from lyceum_hub.service.runs.retries import ENDINGS, Ending
from lyceum_hub.service.runs.work import Work

PREPARED = {"template", "notebook", "parameters", "profile", "folder", "timeout", "retries", "secrets"}
MOST_RULES = 10
SecretName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}\z")]
Group = Annotated[
    str, Field(min_length=1, max_length=64, description="a group of yours, whose members see and steer it")
]


class RetriesRequest(BaseModel):
    """Whether a run that fails is tried again; what the notebook did before it failed is done again."""

    model_config = ConfigDict(extra="forbid")

    most: int = Field(ge=1, le=10, description="further attempts")
    delay: int = Field(60, ge=0, le=86400, description="seconds before the second attempt")
    factor: float = Field(2.0, ge=1, le=10, description="how many times longer each further pause is")
    on: list[Ending] = Field(list(ENDINGS), min_length=1, description="the endings after which it is tried again")


class FigureRequest(BaseModel):
    """A figure and a bound; people are told when a run is the first beyond it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    above: FiniteFloat | None = None
    below: FiniteFloat | None = None


class NotifyRequest(BaseModel):
    """Whom to tell of which ends: one receiver, by email or as a webhook."""

    model_config = ConfigDict(extra="forbid")

    on: list[Literal["failure", "recovery", "success"]] = Field([], max_length=3)
    figure: FigureRequest | None = None
    email: str | None = Field(None, max_length=254)
    webhook: str | None = Field(None, max_length=2000)
    language: Literal["en", "fr"] | None = Field(None, description="of the email; without it that of the request")


class WorkRequest(BaseModel):
    """A template or a notebook, and how to execute it."""

    model_config = ConfigDict(extra="forbid")

    template: str | None = Field(None, max_length=200, description="the name of a published template")
    notebook: dict[str, Any] | None = Field(None, description="the notebook itself, as nbformat 4 JSON")
    name: str | None = Field(None, min_length=1, max_length=200)
    parameters: Content = {}
    profile: str | None = Field(None, max_length=64, description="one of those offered; without it the first")
    folder: str = Field("", max_length=1000, description="the working folder, below the owner's home")
    timeout: int | None = Field(None, ge=1, description="seconds")
    retries: RetriesRequest | None = None
    secrets: list[SecretName] = Field(
        [], max_length=50, description="names of secrets that it finds in its environment"
    )
    notify: list[NotifyRequest] = Field([], max_length=MOST_RULES)
    shared_with: Group | None = None

    def of_work(self) -> dict[str, Any]:
        """Return what the work is made of."""
        return {**self.model_dump(include=PREPARED), "notify": rules_in(self.notify)}

    def title(self) -> str:
        """Return the name to show, the template's where none is given."""
        return self.name or self.template or "Notebook"


def rules_in(asked: list[NotifyRequest]) -> list[dict[str, Any]]:
    """Return whom to tell, as it is stored."""
    return [{**spoken(rule), **rule.model_dump(exclude_none=True)} for rule in asked]


def spoken(rule: NotifyRequest) -> dict[str, str]:
    """Return in which language an email is written to whom a rule names, where the rule does not say it."""
    return {"language": language.asked.get()} if rule.email else {}


def check_group(caller: Caller, group: str | None) -> None:
    """Raise Invalid when somebody shares with a group that they are not in."""
    if group is not None and group not in (caller.groups or ()):
        mine = ", ".join(sorted(caller.groups or ())) or "none"
        said = f"You are not in a group named {group!r}."
        raise Invalid(said, field="shared_with", remedy=f"Your groups: {mine}. An administrator adds people to groups.")


def work_fields(work: Work, is_owner: bool = False) -> dict[str, Any]:
    """Return what people see of work; a webhook's whole address, which is as good as a password, only its owner."""
    return {
        "template": work.template,
        "template_version": work.template_version,
        "notebook_hash": work.notebook_hash,
        "parameters": dict(work.parameters),
        "profile": work.profile,
        "folder": work.folder,
        "timeout": work.timeout,
        "retries": asdict(work.retries) if work.retries else None,
        "secrets": list(work.secrets),
        "notify": [rule if is_owner else veiled(rule) for rule in work.notify],
    }
