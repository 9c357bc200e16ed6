"""What routes ask for: the stores of the application they are in, and pages of lists."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from lyceum_hub.database import Database
from lyceum_hub.metering.metrics import Metrics
from lyceum_hub.metering.quotas_file import QuotasFile
from lyceum_hub.servers.gpus.gpus import Gpus
from lyceum_hub.servers.profiles import Profiles as ServerProfiles
from lyceum_hub.service.entries.comments import Comments as EntryComments
from lyceum_hub.service.entries.drafts import Drafts
from lyceum_hub.service.entries.events import LoadEvents
from lyceum_hub.service.entries.likeness import Likeness
from lyceum_hub.service.entries.loads import Loads
from lyceum_hub.service.entries.openings import Openings
from lyceum_hub.service.entries.profiles import Profiles
from lyceum_hub.service.entries.publications import Publications
from lyceum_hub.service.entries.requests import Requests
from lyceum_hub.service.entries.saved import SavedSearches
from lyceum_hub.service.entries.search import Search
from lyceum_hub.service.entries.shelves import Shelves
from lyceum_hub.service.entries.stars import Stars
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.files import Files
from lyceum_hub.service.health.caretaker import Caretaker
from lyceum_hub.service.health.checks import Checks
from lyceum_hub.service.hub import Hub
from lyceum_hub.service.learning.certificates import Certificates
from lyceum_hub.service.learning.completion import Completion
from lyceum_hub.service.learning.courses import Courses
from lyceum_hub.service.learning.workshops import Workshops
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.notices.outbox import OutboxStore
from lyceum_hub.service.notices.webhook import Keys
from lyceum_hub.service.runs.comparison import Comparisons
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.lineage import Lineage
from lyceum_hub.service.runs.preflight import Preflight
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Workshop
from lyceum_hub.service.schedules.firing import Firings
from lyceum_hub.service.schedules.store import ScheduleStore
from lyceum_hub.service.stewardship.comments import Comments
from lyceum_hub.service.stewardship.inbox import Inboxes
from lyceum_hub.service.stewardship.lifecycle import Lifecycle
from lyceum_hub.service.stewardship.overview import Stewardship
from lyceum_hub.service.stewardship.proposals import Proposals
from lyceum_hub.service.stewardship.review import Review
from lyceum_hub.service.trail import Trail
from lyceum_hub.settings import Settings


def part(name: str) -> Any:
    """Return the dependency on a part of the application that a request is made to."""

    def find(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Depends(find)


DatabasePart = Annotated[Database, part("database")]
SettingsPart = Annotated[Settings, part("settings")]
EntriesPart = Annotated[EntryStore, part("entries")]
DraftsPart = Annotated[Drafts, part("drafts")]
SearchPart = Annotated[Search, part("search")]
SavedPart = Annotated[SavedSearches, part("saved")]
PublicationsPart = Annotated[Publications, part("publications")]
ProfilesPart = Annotated[Profiles, part("profiles")]
ServerProfilesPart = Annotated[ServerProfiles, part("server_profiles")]
RequestsPart = Annotated[Requests, part("requests")]
ShelvesPart = Annotated[Shelves, part("shelves")]
StarsPart = Annotated[Stars, part("stars")]
EntryCommentsPart = Annotated[EntryComments, part("entry_comments")]
OpeningsPart = Annotated[Openings, part("openings")]
LikenessPart = Annotated[Likeness, part("likeness")]
LoadsPart = Annotated[Loads, part("loads")]
HubPart = Annotated[Hub, part("hub")]
ProposalsPart = Annotated[Proposals, part("proposals")]
CommentsPart = Annotated[Comments, part("comments")]
ReviewPart = Annotated[Review, part("review")]
LifecyclePart = Annotated[Lifecycle, part("lifecycle")]
StewardshipPart = Annotated[Stewardship, part("stewardship")]
InboxesPart = Annotated[Inboxes, part("inboxes")]
RunsPart = Annotated[RunStore, part("runs")]
SchedulesPart = Annotated[ScheduleStore, part("schedules")]
WorkshopPart = Annotated[Workshop, part("workshop")]
FilesPart = Annotated[Files, part("files")]
ComparisonsPart = Annotated[Comparisons, part("comparisons")]
PreflightPart = Annotated[Preflight, part("preflight")]
LineagePart = Annotated[Lineage, part("lineage")]
LoadEventsPart = Annotated[LoadEvents, part("load_events")]
EnvironmentsPart = Annotated[Environments, part("environments")]
KeysPart = Annotated[Keys, part("webhook_keys")]
OutboxPart = Annotated[OutboxStore, part("outbox")]
TrailPart = Annotated[Trail, part("trail")]
QuotasPart = Annotated[QuotasFile, part("quotas")]
GpusPart = Annotated[Gpus, part("gpus")]
MetricsPart = Annotated[Metrics, part("metrics")]
CoursesPart = Annotated[Courses, part("courses")]
CompletionPart = Annotated[Completion, part("completion")]
CertificatesPart = Annotated[Certificates, part("certificates")]
WorkshopsPart = Annotated[Workshops, part("workshops")]
ChecksPart = Annotated[Checks, part("checks")]
CaretakerPart = Annotated[Caretaker, part("caretaker")]
FiringsPart = Annotated[Firings, part("firings")]
LoopPart = Annotated[Loop, part("loop")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]


def answers(media_type: str, kind: str = "object") -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says of a route that answers with something else than the usual JSON."""
    return {200: {"content": {media_type: {"schema": {"type": kind}}}}}


def instant(value: datetime | None) -> str | None:
    """Return a point in time as ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if value else None
