"""Each house rule is able to fail: in a sound little city one thing is broken, and that rule says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import sound
from tests.house.rules import ALL_RULES
from tests.house.tree import Tree

Break = Callable[[Path], None]

INFRA = "infra/lamps.yaml"
LAMP = "functions/lamps/read_lamp.py"
LAYER = "layers/cercano/python/cercano"


def change(place: str, old: str, new: str) -> Break:
    """Replace words in a file; they must be there."""

    def breaking(root: Path) -> None:
        text = (root / place).read_text()
        assert old in text, f"{place} does not say {old!r}"
        (root / place).write_text(text.replace(old, new, 1))

    return breaking


def remove(place: str) -> Break:
    """Take a file away."""
    return lambda root: (root / place).unlink()


def add(place: str, text: str) -> Break:
    """Write a new file."""

    def breaking(root: Path) -> None:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text)

    return breaking


BREAKS: list[tuple[str, Break, str]] = [
    ("every_function_has_its_entry", add("functions/lamps/dim_lamp.py", "handler = 1"), "dim_lamp.py"),
    ("no_function_hides_a_module_of_python", add("functions/lamps/inspect.py", "handler = 1"), "called inspect"),
    ("every_entry_has_its_function", remove("functions/lamps/light_up.py"), "no functions/lamps/light_up.py"),
    ("every_domain_is_in_the_index", change("template.yaml", "lamps.yaml", "benches.yaml"), "does not nest"),
    ("every_domain_is_in_the_index", change(INFRA, "../functions/lamps", "../functions"), "CodeUri"),
    ("every_handler_is_a_name_in_its_file", change(INFRA, "read_lamp.app", "read_lamp.handler"), "end in .app"),
    ("every_handler_is_a_name_in_its_file", change("functions/lamps/light_up.py", "def handler", "def run"), "neither"),
    ("every_handler_is_a_name_in_its_file", change(LAMP, 'Service("lamps")', 'Service("crowd")'), "'crowd'"),
    ("every_handler_suits_its_trigger", change("functions/lamps/heed_lamps.py", "@each_message", "@cache"), "SQS"),
    ("every_handler_suits_its_trigger", change("functions/lamps/light_up.py", "@scheduled", "@cache"), "Schedule"),
    ("routes_are_said_alike_in_code_and_template", change(LAMP, "/lamps/{lamp_id}", "/lamps/{id}"), "GET /lamps/{id}"),
    ("routes_are_said_alike_in_code_and_template", change(INFRA, "Method: get", "Method: put"), "PUT /lamps/{lamp_id}"),
    ("no_two_functions_share_a_route", add("functions/lamps/find.py", '@app.get("/lamps/{id}")\ndef f(): ...'), "also"),
    (
        "a_use_case_has_few_routes",
        change(LAMP, "\n@app", '\n@app.put("/a")\n@app.put("/b")\n@app.put("/c")\n@app'),
        "has 4 routes",
    ),
    ("public_routes_are_listed", add("tests/house/public_routes.txt", ""), "is public and not in"),
    ("public_routes_are_listed", change(LAMP, ", public=True", ""), "not public"),
    ("every_function_has_a_true_sample", remove("events/lamps/light_up.json"), "has no sample"),
    ("every_function_has_a_true_sample", add("events/lamps/heed_lamps.json", "{}"), "is not an event"),
    ("every_function_has_a_true_sample", add("events/lamps/heed_lamps.json", "{"), "is not an event"),
    ("every_function_has_a_true_sample", add("events/lamps/light_up.json", '{"time": 5}'), "is not an event"),
    ("every_function_has_a_true_sample", add("events/lamps/read_lamp.json", '{"path": "/"}'), "is not an event"),
    ("every_function_has_a_true_sample", add("events/lamps/publish_facts.json", '{"Records": [{}]}'), "not an event"),
    ("every_http_sample_takes_a_real_route", change("events/lamps/read_lamp.json", "GET", "PUT"), "nobody answers"),
    ("every_sample_has_its_function", add("events/lamps/dim_lamp.json", "{}"), "dim_lamp"),
    (
        "every_kind_of_row_has_its_own_name",
        add(f"{LAYER}/benches/rows.py", 'class BenchRow(Row, discriminator="lamp"): ...'),
        "lamps/rows.py",
    ),
    (
        "every_function_has_a_test",
        change("tests/functions/lamps/test_lamps.py", "light_up", "light_upwards"),
        "light_up",
    ),
    ("every_function_has_an_alarm", change(INFRA, "Value: !Ref ReadLamp", "Value: !Ref LightUp"), "ReadLamp"),
    ("every_function_has_an_alarm", change(INFRA, "MetricName: Errors", "MetricName: Throttles"), "ReadLamp"),
    ("every_log_ends", change(INFRA, "RetentionInDays: 30", "Tags: []"), "read_lamp.py"),
    ("every_setting_read_is_given", change(INFRA, "DUSK", "DAWN"), "reads DUSK"),
    ("every_setting_read_is_given", change(INFRA, "TABLE_NAME: !Ref LampsTable, ", ""), "reads TABLE_NAME"),
    (
        "every_setting_read_is_given",
        change(f"{LAYER}/lamps/rows.py", "watts = 1", 'table_setting = "GLOW_TABLE"'),
        "read_lamp.py: reads GLOW_TABLE",
    ),
    ("every_setting_given_is_read", change(INFRA, 'DUSK: "18"', 'DUSK: "18", DAWN: "6"'), "never reads it"),
    ("every_setting_given_is_read", change("functions/lamps/light_up.py", '"SPARE"', '"SPARES"'), "Globals give SPARE"),
    ("every_queue_gives_back_only_what_failed", change(INFRA, "[ReportBatchItemFailures]", "[]"), "heed_lamps"),
    ("every_queue_has_its_dead_letters", change(INFRA, "maxReceiveCount: 5", "maxReceiveCount: 9"), "HeardQueue"),
    ("every_queue_has_its_dead_letters", change(INFRA, "deadLetterTargetArn", "deadLetters"), "HeardQueue"),
    ("every_queue_has_its_dead_letters", change(INFRA, "VisibilityTimeout: 90", "VisibilityTimeout: 89"), "again"),
    ("dead_letters_are_heard_of", change(INFRA, "HeardDeadLetters.QueueName", "HeardQueue.QueueName"), "DeadLetters"),
    ("streams_keep_what_they_cannot_deliver", change(INFRA, "BisectBatchOnFunctionError: true", ""), "publish_facts"),
    ("streams_keep_what_they_cannot_deliver", change(INFRA, "OnFailure", "OnSuccess"), "publish_facts"),
    ("devices_speak_into_a_queue", change(INFRA, "ErrorAction", "Nothing"), "no ErrorAction"),
    ("devices_speak_into_a_queue", change(INFRA, "[{ Sqs: {", "[{ Lambda: {"), "Lambda"),
    (
        "devices_speak_into_a_queue",
        change(INFRA, "iot.amazonaws.com", "lambda.amazonaws.com"),
        "iot.amazonaws.com alone",
    ),
    ("devices_speak_into_a_queue", change(INFRA, "[!GetAtt HeardQueue.Arn, ", "["), "may not send to HeardQueue"),
    (
        "devices_speak_into_a_queue",
        change(
            INFRA,
            "sqs:SendMessage\n                Resource",
            "[sqs:SendMessage, sqs:PurgeQueue]\n                Resource",
        ),
        "may do more",
    ),
    ("devices_rules_are_plain", change(INFRA, "topic(3)", "upper(topic(3))"), "upper()"),
    (
        "the_bus_may_write_to_its_queues",
        change(INFRA, '"aws:SourceArn": !GetAtt', '"aws:SourceAccount": !GetAtt'),
        "HeardRule",
    ),
    ("the_bus_may_write_to_its_queues", change(INFRA, "events.amazonaws.com", "sns.amazonaws.com"), "HeardRule"),
    (
        "the_bus_may_write_to_its_queues",
        change(INFRA, "Arn: !GetAtt HeardQueue", "Arn: !GetAtt HeedLamps"),
        "other than",
    ),
    ("every_fact_is_heeded_or_public", change(f"{LAYER}/facts/lamps.py", "= True", "= False"), "LampBroken"),
    ("every_fact_is_heeded_or_public", change(INFRA, "[LampLit]", "[LampBroken]"), "LampLit"),
    ("every_rule_heeds_real_facts", change(INFRA, "[LampLit]", "[LampLighted]"), "LampLighted"),
    (
        "every_rule_heeds_real_facts",
        change(INFRA, "source: [cercano.lamps]", "source: [cercano.crowd]"),
        "cercano.crowd",
    ),
    ("every_domain_that_tells_publishes", change(INFRA, "Type: DynamoDB\n", "Type: Kinesis\n"), "lamps"),
    ("rules_are_pure", add(f"{LAYER}/lamps/errors.py", "import pydantic"), "cercano.lamps.errors > pydantic"),
    ("rules_are_pure", add(f"{LAYER}/facts/lamps.py", "from os import environ"), "cercano.facts.lamps > os"),
    (
        "rules_are_pure",
        add(f"{LAYER}/lamps/glow.py", "from cercano.lamps import store"),
        "cercano.lamps.glow > cercano.lamps.store > cercano.lamps.rows > cercano.kit.table",
    ),
    ("rules_are_pure", add(f"{LAYER}/lamps/rows.py", ""), "cercano.lamps.rows is pure"),
    ("nobody_may_do_everything", change(INFRA, "Action: dynamodb:GetItem", "Action: dynamodb:*"), "dynamodb:*"),
    (
        "nobody_may_do_everything",
        change(INFRA, "GetItem, Resource: !GetAtt LampsTable.Arn", 'GetItem, Resource: "*"'),
        '"*"',
    ),
    ("nobody_borrows_a_policy_of_aws", change(INFRA, "- Statement: [{", "- DynamoDBReadPolicy: [{"), "ReadLamp"),
    ("every_refusal_speaks_both_languages", change(f"{LAYER}/lamps/errors.py", 'en = "No', '_ = "No'), "en"),
    ("every_refusal_speaks_both_languages", change(f"{LAYER}/lamps/errors.py", "lamp {lamp_id}", "lamp {id}"), "same"),
    (
        "every_refusal_speaks_both_languages",
        add(f"{LAYER}/lamps/x.py", 'class A(NoSuchLamp):\n    code = "no_such_lamp"\n'),
        "said by 2 refusals",
    ),
    ("nothing_is_of_one_machine", add("docs/here.md", "see " + "/home" + "/ana/city"), "docs/here.md"),
    ("nothing_is_put_off", add("docs/later.md", "TO" + "DO: write"), "docs/later.md"),
    ("every_link_leads_somewhere", remove("docs/guide.md"), "README.md: links to docs/guide.md"),
]


@pytest.fixture
def city_of_lamps(tmp_path) -> Path:
    return sound.build(tmp_path)


@pytest.mark.parametrize("name", ALL_RULES)
def test_a_sound_city_hears_no_complaint(city_of_lamps, name):
    assert list(ALL_RULES[name](Tree(city_of_lamps))) == []


@pytest.mark.parametrize(
    ("name", "breaking", "complaint"), BREAKS, ids=[f"{name}-{n}" for n, (name, _, _) in enumerate(BREAKS)]
)
def test_a_broken_city_hears_of_it(city_of_lamps, name, breaking, complaint):
    breaking(city_of_lamps)

    complaints = list(ALL_RULES[name](Tree(city_of_lamps)))

    assert any(complaint in one for one in complaints), complaints


def test_every_rule_was_seen_to_fail():
    assert {name for name, _, _ in BREAKS} == set(ALL_RULES)
