"""What is sent arrives: queues with dead letters, rules that may write to them, facts that somebody heeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cercano.kit.queue import MAX_RECEIVES
from tests.house.rules.rule import rule
from tests.house.tree import Tree
from tests.support.templates import Template

VISIBILITY_FACTOR = 6
"""A message stays hidden for six times the function's patience, as Lambda advises."""
IOT_FUNCTIONS = {"encode", "topic", "timestamp", "clientid"}
"""What every cloud we run on understands in a rule's SQL."""


@rule
def every_queue_gives_back_only_what_failed(tree: Tree) -> Iterator[str]:
    """ReportBatchItemFailures: one bad message does not bring back its whole batch."""
    for function in tree.functions:
        for trigger in tree.triggers(function, "SQS"):
            if trigger.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
                yield f"{function}: its SQS event does not say FunctionResponseTypes: [ReportBatchItemFailures]"


@rule
def every_queue_has_its_dead_letters(tree: Tree) -> Iterator[str]:
    """A message that keeps failing is kept apart after MAX_RECEIVES attempts, and hidden long enough meanwhile."""
    for function in tree.functions:
        entry, template = tree.entry(function), tree.templates.get(function.domain)
        for trigger in tree.triggers(function, "SQS"):
            name = _target(trigger.get("Queue"))
            queue = template.of_type("AWS::SQS::Queue").get(name, {}) if template else {}
            redrive = queue.get("RedrivePolicy") or {}
            if not _target(redrive.get("deadLetterTargetArn")) or redrive.get("maxReceiveCount") != MAX_RECEIVES:
                yield f"{function}: its queue {name} has no RedrivePolicy with maxReceiveCount {MAX_RECEIVES}"
            if queue.get("VisibilityTimeout", 30) < VISIBILITY_FACTOR * entry.get("Timeout", 3):
                yield f"{function}: its queue {name} shows a message again before {VISIBILITY_FACTOR} x Timeout"


@rule
def dead_letters_are_heard_of(tree: Tree) -> Iterator[str]:
    """Each queue of dead letters has an alarm."""
    for template in tree.templates.values():
        alarms = template.of_type("AWS::CloudWatch::Alarm").values()
        watched = {
            _target(d["Value"]) for alarm in alarms for d in alarm.get("Dimensions") or [] if d["Name"] == "QueueName"
        }
        for name in sorted(_dead_letters(template) - watched):
            yield f"{template}: no alarm watches the dead letters {name}"


@rule
def streams_keep_what_they_cannot_deliver(tree: Tree) -> Iterator[str]:
    """A stream's function halves a bad batch, and what is left after its attempts goes to dead letters."""
    for function in tree.functions:
        for trigger in tree.triggers(function, "DynamoDB"):
            kept = _target(((trigger.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination"))
            if not kept or not trigger.get("BisectBatchOnFunctionError"):
                yield f"{function}: its stream needs DestinationConfig.OnFailure and BisectBatchOnFunctionError"


@rule
def devices_speak_into_a_queue(tree: Tree) -> Iterator[str]:
    """An IoT rule writes to queues only, its role may do that and nothing else, and what fails is kept."""
    for template in tree.templates.values():
        for name, rule_ in template.of_type("AWS::IoT::TopicRule").items():
            payload = rule_["TopicRulePayload"]
            actions = [*payload.get("Actions", []), *filter(None, [payload.get("ErrorAction")])]
            if not payload.get("ErrorAction"):
                yield f"{template}: {name} has no ErrorAction"
            for action in actions:
                yield from (f"{template}: {name} {trouble}" for trouble in _troubles_of_action(template, action))


def _troubles_of_action(template: Template, action: dict[str, Any]) -> Iterator[str]:
    if action.keys() != {"Sqs"}:
        yield f"has an action other than Sqs: {', '.join(action)}"
        return
    queue, role = (
        _target(action["Sqs"]["QueueUrl"]),
        template.of_type("AWS::IAM::Role").get(_target(action["Sqs"]["RoleArn"]), {}),
    )
    trusted = [s.get("Principal") for s in (role.get("AssumeRolePolicyDocument") or {}).get("Statement", [])]
    if trusted != [{"Service": "iot.amazonaws.com"}]:
        yield "has a role that is not for iot.amazonaws.com alone"
    allowed = [(_list(s["Action"]), {_target(r) for r in _list(s["Resource"])}) for s in _statements(role)]
    if not any(actions == ["sqs:SendMessage"] and queue in queues for actions, queues in allowed):
        yield f"has a role that may not send to {queue}"
    if any(actions != ["sqs:SendMessage"] for actions, _ in allowed):
        yield "has a role that may do more than sqs:SendMessage"


@rule
def devices_rules_are_plain(tree: Tree) -> Iterator[str]:
    """A rule's SQL uses only what every cloud we run on understands."""
    for template in tree.templates.values():
        for name, rule_ in template.of_type("AWS::IoT::TopicRule").items():
            for used in sorted(set(re.findall(r"(\w+)\s*\(", str(rule_["TopicRulePayload"]["Sql"]))) - IOT_FUNCTIONS):
                yield f"{template}: {name} uses {used}() in its SQL"


@rule
def the_bus_may_write_to_its_queues(tree: Tree) -> Iterator[str]:
    """Each bus rule ends in queues, whose policy lets events.amazonaws.com in for that very rule."""
    for template in tree.templates.values():
        policies = template.of_type("AWS::SQS::QueuePolicy").values()
        for name, rule_ in template.of_type("AWS::Events::Rule").items():
            for target in rule_.get("Targets") or []:
                queue = _target(target["Arn"])
                if queue not in template.of_type("AWS::SQS::Queue"):
                    yield f"{template}: {name} targets something other than a queue of this template"
                elif not any(_lets_in(policy, queue, name) for policy in policies):
                    yield f"{template}: no queue policy lets events.amazonaws.com write to {queue} for {name}"


def _lets_in(policy: dict[str, Any], queue: str, rule_name: str) -> bool:
    return any(
        statement.get("Principal") == {"Service": "events.amazonaws.com"}
        and _list(statement["Action"]) == ["sqs:SendMessage"]
        and [_target(resource) for resource in _list(statement["Resource"])] == [queue]
        and rule_name
        in {_target(arn) for test in (statement.get("Condition") or {}).values() for arn in _source_arns(test)}
        for statement in policy["PolicyDocument"]["Statement"]
    )


def _source_arns(test: dict[str, Any]) -> list[Any]:
    return _list(test.get("aws:SourceArn", []))


@rule
def every_fact_is_heeded_or_public(tree: Tree) -> Iterator[str]:
    """A fact nobody reads is either said for the world (is_public) or not worth telling."""
    heeded = {name for template in tree.templates.values() for _, names in _patterns(template) for name in names}
    for fact in tree.facts:
        if fact.name not in heeded and not fact.is_public:
            yield f"cercano/facts/{fact.domain}.py: no rule heeds {fact.name}, and it is not is_public"


@rule
def every_rule_heeds_real_facts(tree: Tree) -> Iterator[str]:
    """A bus rule waits only for facts that its source can tell."""
    told = {(f"cercano.{fact.domain}", fact.name) for fact in tree.facts}
    for template in tree.templates.values():
        for sources, names in _patterns(template):
            for source in sources:
                for name in sorted(name for name in names if (source, name) not in told):
                    yield f"{template}: a rule waits for {name} from {source}, which tells no such fact"


@rule
def every_domain_that_tells_publishes(tree: Tree) -> Iterator[str]:
    """Facts saved with the state leave through the domain's stream."""
    publishing = {function.domain for function in tree.functions if tree.triggers(function, "DynamoDB")}
    for domain in sorted({fact.domain for fact in tree.facts} - publishing):
        yield f"cercano/facts/{domain}.py: no function of {domain} is triggered by its table's stream"


def _patterns(template: Template) -> Iterator[tuple[list[str], list[str]]]:
    for rule_ in template.of_type("AWS::Events::Rule").values():
        pattern = rule_.get("EventPattern") or {}
        sources = [source for source in pattern.get("source", []) if str(source).startswith("cercano.")]
        if sources:
            yield sources, pattern.get("detail-type", [])


def _dead_letters(template: Template) -> set[str]:
    queues = template.of_type("AWS::SQS::Queue").values()
    rules = template.of_type("AWS::IoT::TopicRule").values()
    ends = [(queue.get("RedrivePolicy") or {}).get("deadLetterTargetArn") for queue in queues]
    ends += [(r["TopicRulePayload"].get("ErrorAction") or {}).get("Sqs", {}).get("QueueUrl") for r in rules]
    return {_target(end) for end in ends if end}


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [s for policy in role.get("Policies") or [] for s in policy["PolicyDocument"]["Statement"]]


def _target(value: Any) -> str:
    """The logical id a Ref or GetAtt points at; "" for anything else."""
    if isinstance(value, dict) and len(value) == 1:
        ((name, argument),) = value.items()
        if name in ("Ref", "Fn::GetAtt"):
            return str(argument[0] if isinstance(argument, list) else argument)
    return ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
