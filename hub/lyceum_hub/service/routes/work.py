"""The fields that runs and schedules share."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from lyceum_hub.service.work import Work


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

    def of_work(self) -> dict[str, Any]:
        """Return what the work is made of."""
        return self.model_dump(include={"template", "notebook", "parameters", "profile", "folder", "timeout"})

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
    }
