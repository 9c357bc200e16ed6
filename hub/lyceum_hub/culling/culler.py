"""Looks at every Lab that runs, again and again, and does with each what the rules say."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lyceum_hub.culling.hub import Hub
from lyceum_hub.culling.keys import Keys
from lyceum_hub.culling.labs import DoesNotSay, Lab, Labs
from lyceum_hub.culling.rules import Limits, Notice, Plan, State, Use, plan
from lyceum_hub.errors import Conflict, LyceumError

AT_ONCE = 20
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Habits:
    """What holds for Labs whose profile says nothing else, in seconds."""

    idle: float
    warning: float
    gpu: float = 0

    def limits(self, lab: Lab) -> Limits:
        """Return what a Lab may do."""
        idle = self.idle if lab.idle_seconds is None else lab.idle_seconds
        return Limits(idle, lab.most_seconds, self.warning, self.gpu)


class Culler:
    """Holds nothing that another culler, or this one after a restart, would have to know: Labs keep their notices.

    Of the age of Labs, which their persons must not be able to talk it out of, it keeps itself when it told of the end;
    who does not know that, tells again and waits again.
    """

    def __init__(
        self,
        hub: Hub,
        labs: Labs,
        habits: Habits,
        keys: Keys,
        rests: Callable[[], Mapping[str, float]] = dict,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._labs = labs
        self._habits = habits
        self._keys = keys
        self._rests = rests  # of GPUs, see `gpus`
        self._now = now
        self._told: dict[tuple[str, str, str], float] = {}
        self._silent: set[tuple[str, str, str]] = set()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def look(self) -> None:
        """Look at every Lab once; raise Unavailable where the hub does not tell which there are."""
        labs = await self._hub.labs()
        running = {identity(lab) for lab in labs}
        self._told = {lab: at for lab, at in self._told.items() if lab in running}
        self._silent &= running
        rests = await self._rests_of_gpus()
        await asyncio.gather(*(self._take_care(lab, rests.get(f"{lab.owner}/{lab.name}")) for lab in labs))

    async def _rests_of_gpus(self) -> Mapping[str, float]:
        """Return for how long Labs have not used their GPUs; of none where nobody can tell."""
        try:
            return await asyncio.to_thread(self._rests)
        except Exception:
            log.exception("Nobody is stopped for a GPU.")
            return {}

    async def _take_care(self, lab: Lab, gpu: float | None) -> None:
        """Do with one Lab what is to be done; what fails is tried again at the next look."""
        async with self._turns:
            try:
                await self._handle(lab, gpu)
            except (DoesNotSay, LyceumError) as error:
                log.warning("%s is left as it is: %s", lab, error)
            except Exception:
                log.exception("%s is left as it is.", lab)

    async def _handle(self, lab: Lab, gpu: float | None) -> None:
        use, limits = await self._use(lab), self._habits.limits(lab)
        told_at = self._told.get(identity(lab))
        told = None if told_at is None else self._now() - told_at
        due = plan(limits, State(lab.age, told, gpu, use))
        if due.stop:
            await self._stop(lab, due)
            return
        if limits.most and lab.age >= limits.most - limits.age_warning:
            self._told.setdefault(identity(lab), self._now())
        if use and not is_same(due.notice, use.notice):
            await self._labs.tell(lab, self._keys.of(lab.owner, lab.name), due.notice)
            log.info("%s is told: %s", lab, due.notice or "it goes on")

    async def _use(self, lab: Lab) -> Use | None:
        """Return how a Lab is used; None where it does not say, which is logged once."""
        try:
            use = await self._labs.use(lab, self._keys.of(lab.owner, lab.name))
        except DoesNotSay as error:
            if identity(lab) not in self._silent:
                log.warning("%s does not say whether it is used, so only its age can end it: %s", lab, error)
            self._silent.add(identity(lab))
            return None
        self._silent.discard(identity(lab))
        return use

    async def _stop(self, lab: Lab, due: Plan) -> None:
        assert due.stop
        try:
            await self._hub.stop(lab, due.stop)
        except Conflict as error:
            log.info("%s is not stopped: %s", lab, error)
        else:
            log.info("%s, started %s, is stopped %s.", lab, lab.started, due.stop)


def identity(lab: Lab) -> tuple[str, str, str]:
    """Return what tells a Lab from all others, earlier ones of its name included."""
    return lab.owner, lab.name, lab.started


def is_same(due: Notice | None, shown: Notice | None) -> bool:
    """Tell whether a notice is shown already; the seconds that are left it counts itself."""
    return (due and due.why) == (shown and shown.why)
