"""Whatever fits or breaks the OpenAPI description gets an answer that it describes."""

from __future__ import annotations

import hypothesis
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.fixtures.serving import serving

SETTINGS = hypothesis.settings(
    max_examples=8, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
)


def test_every_route_answers_as_described(home: object) -> None:
    with serving() as served:
        schema = schemathesis.openapi.from_url(f"{served.http}/openapi.json")
        # it would train
        schema = schema.exclude(path="/api/training", method="POST")
        operations = [found.ok() for found in schema.get_all_operations()]
        assert len(operations) >= 5
        for operation in operations:

            @SETTINGS
            @hypothesis.seed(1)
            @hypothesis.given(case=operation.as_strategy())
            def sent(case: schemathesis.Case) -> None:
                # bytes that are no sound fit the description and are refused
                case.call_and_validate(timeout=30, excluded_checks=[positive_data_acceptance])

            sent()
