"""The OpenAPI document is kept: whatever schemathesis makes up from it is answered as it says, and never with a 500."""

from tempfile import TemporaryDirectory

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from requests import Request
from schemathesis import checks
from schemathesis.config import SchemathesisConfig

from lyceum_hub.service.app import create_app
from lyceum_hub.settings import SERVICE_PREFIX, Settings

EXAMPLES = 3  # that are random, beside those for each edge of each parameter
PROMISES = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def described():
    """Return the document, of a service that is not asked anything."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings.from_environment({"LYCEUM_STATE": folder, "LYCEUM_SHARED": folder}))
    return schemathesis.openapi.from_dict(app.openapi(), config=SchemathesisConfig(seed=1))


document = described()


@pytest.fixture(scope="module")
def somewhere(world):
    """What names in addresses may stand for, so that requests get beyond saying that there is no such thing."""
    yield {
        "name": "open_one",
        "version": 1,
        "number": 1,
        "domain": "travel",
        "draft": world.ids["parts"],
        "proposal": world.ids["draft"],
        "request_id": world.ids["request"],
        "run_id": world.ids["done"],
        "schedule_id": world.ids["schedule"],
        "group": world.ids["group"],
        "module": "first",
        "check": "count",
        "code": world.ids["workshop"],
        "certificate": world.ids["certificate"],
    }
    world.restore()


GIVEN = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@document.parametrize()
@GIVEN
def test_every_answer_is_one_that_the_document_tells_of(case, world):
    case.validate_response(sent(case, world.service), checks=PROMISES)


@document.include(path_regex="{").parametrize()
@GIVEN
def test_so_it_is_where_there_is_something(case, world, somewhere):
    there = somewhere | ({"name": "lesson"} if "/courses/" in case.path else {})
    case.path_parameters = {name: there[name] for name in case.path_parameters}
    case.validate_response(sent(case, world.service), checks=PROMISES)


def sent(case, service):
    """Return the answer to a request of an administrator's."""
    asked = Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    path = asked.path_url.removeprefix(SERVICE_PREFIX)
    return service(asked.method, path, "root", content=asked.body, headers=dict(asked.headers))
