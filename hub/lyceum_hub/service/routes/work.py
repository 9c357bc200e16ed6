"""The fields that runs and schedules share."""

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from lyceum_hub.service.runs.retries import ENDINGS, Ending
from lyceum_hub.service.runs.work import Work

PREPARED = {"template", "notebook", "parameters", "profile", "folder", "timeout", "retries"}


class RetriesRequest(BaseModel):
    """Whether a run that fails is tried again; what the notebook did before it failed is done again."""

    model_config = ConfigDict(extra="forbid")

    most: int = Field(ge=1, le=10, description="further attempts")
    delay: int = Field(60, ge=0, le=86400, description="seconds before the second attempt")
    factor: float = Field(2.0, ge=1, le=10, description="how many times longer each further pause is")
    on: list[Ending] = Field(list(ENDINGS), min_length=1, description="the endings after which it is tried again")


class WorkRequest(BaseModel):
    """A template or a notebook, and how to execute it."""

    model_config = ConfigDict(extra="forbid")

    template: str | None = Field(None, max_length=200, description="the name of a published template")
    notebook: dict[str, Any] | None = Field(None, description="the notebook itself, as nbformat 4 JSON")
    name: str | None = Field(None, min_length=1, max_length=200)
    parameters: dict[str, Any] = {}
    profile: str = "standard"
    folder: str = Field("", max_length=1000, description="the working folder, below the owner's home")
    timeout: int | None = Field(None, ge=1, description="seconds")
    retries: RetriesRequest | None = None

    def of_work(self) -> dict[str, Any]:
        """Return what the work is made of."""
        return self.model_dump(include=PREPARED)

    def title(self) -> str:
        """Return the name to show, the template's where none is given."""
        return self.name or self.template or "Notebook"


def work_fields(work: Work) -> dict[str, Any]:
    """Return what people see of work."""
    return {
        "template": work.template,
        "template_version": work.template_version,
        "notebook_hash": work.notebook_hash,
        "parameters": dict(work.parameters),
        "profile": work.profile,
        "folder": work.folder,
        "timeout": work.timeout,
        "retries": asdict(work.retries) if work.retries else None,
    }
