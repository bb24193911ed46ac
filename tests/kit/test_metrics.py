"""The line of numbers is the one that Powertools writes, and nothing that was noted is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from cercano.kit import metrics
from cercano.kit.metrics import count, measure, use_case


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_line_is_the_one_that_powertools_writes(capsys: pytest.CaptureFixture[str]) -> None:
    theirs = AmazonCloudWatchEMFProvider(namespace=metrics.NAMESPACE, service=metrics.SERVICE)
    with use_case("crowd/ingest_counts") as outcome:
        for amount in (12, 3):
            count("ReadingsIngested", amount)
            theirs.add_metric("ReadingsIngested", MetricUnit.Count, amount)
        measure("NetworkVolumePercent", 2.5)
        theirs.add_metric("NetworkVolumePercent", MetricUnit.NoUnit, 2.5)
    theirs.dimension_set["use_case"] = "crowd/ingest_counts"
    theirs.add_metric("Calls", MetricUnit.Count, 1)
    theirs.add_metric("Duration", MetricUnit.Milliseconds, round(outcome.duration_ms, 2))
    theirs.add_metric("Refused", MetricUnit.Count, 0)
    theirs.add_metric("Faults", MetricUnit.Count, 0)
    theirs.flush_metrics()

    ours, expected = lines(capsys)
    assert abs(ours["_aws"].pop("Timestamp") - expected["_aws"].pop("Timestamp")) < 60_000
    assert ours == expected


def test_more_values_than_cloudwatch_takes_in_a_line_go_out_in_several(capsys: pytest.CaptureFixture[str]) -> None:
    with use_case("access/ingest_taps"):
        for _ in range(250):
            count("TapsCharged")

    said = lines(capsys)
    assert [len(line["TapsCharged"]) for line in said] == [100, 100, 50]
    assert [line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] for line in said] == [
        [["service"]],
        [["service"]],
        [["use_case", "service"]],
    ]


def test_more_names_than_cloudwatch_takes_in_a_line_go_out_in_several(capsys: pytest.CaptureFixture[str]) -> None:
    with use_case("access/ingest_taps"):
        for number in range(120):
            count(f"Kind{number}")

    assert sorted(sum("Kind" in name for name in line) for line in lines(capsys)) == [20, 100]
