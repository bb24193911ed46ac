"""The templates become plain CloudFormation on this machine, and what a cloud lacks is taken out cleanly."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from infra.local.expand import Expanded, Template, expand, without
from infra.local.permits import permit
from infra.local.routes import DomainApi, RouteTable, routes_of
from infra.local.trim import missing_parts, trim
from infra.local.unnest import is_wanted, lent, parameters, unnest

ROOT = """
    Transform: AWS::Serverless-2016-10-31
    Parameters: {Stage: {Type: String}, Base: {Type: String, Default: ""}}
    Conditions: {IsAws: !Equals [!Ref Base, ""]}
    Resources:
      Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Ref Stage}}
      Reader:
        Type: AWS::Serverless::Application
        Properties:
          Location: infra/reader.yaml
          Parameters: {Stage: !Ref Stage, BusName: !Ref Bus, Pool: !GetAtt People.Outputs.Pool}
      People:
        Type: AWS::Serverless::Application
        Properties: {Location: infra/people.yaml, Parameters: {Stage: !Ref Stage}}
      Edge:
        Type: AWS::Serverless::Application
        Condition: IsAws
        Properties: {Location: infra/people.yaml, Parameters: {Stage: !Ref Stage}}
    Outputs:
      Pool: {Value: !GetAtt People.Outputs.Pool}
      Bus: {Value: !Ref Bus}
"""
READER = """
    Transform: AWS::Serverless-2016-10-31
    Parameters: {Stage: {Type: String}, BusName: {Type: String}, Pool: {Type: String}}
    Resources:
      Api: {Type: AWS::Serverless::Api, Properties: {StageName: !Ref Stage}}
      Read:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: ../functions/reader
          Handler: read.app
          Runtime: python3.13
          Events:
            One: {Type: Api, Properties: {RestApiId: !Ref Api, Path: "/things/{thing_id}", Method: get}}
            New: {Type: Api, Properties: {RestApiId: !Ref Api, Path: "/things/new", Method: post}}
"""
PEOPLE = """
    Parameters: {Stage: {Type: String}}
    Resources: {Pool: {Type: AWS::Cognito::UserPool}}
    Outputs: {Pool: {Value: !Ref Pool}}
"""


@pytest.fixture
def city(tmp_path: Path) -> Expanded:
    (tmp_path / "infra").mkdir()
    for name, text in (("template.yaml", ROOT), ("infra/reader.yaml", READER), ("infra/people.yaml", PEOPLE)):
        (tmp_path / name).write_text(dedent(text))
    return expand(
        tmp_path / "template.yaml",
        keep_code=lambda folder: f"s3://deploy/{folder.name}.zip",
        keep_template=lambda _: "http://deploy/child.json",
    )


def test_children_are_expanded_before_the_template_that_holds_them(city: Expanded) -> None:
    reader = city.children["Reader"].template

    assert reader["Resources"]["Read"]["Type"] == "AWS::Lambda::Function"
    assert reader["Resources"]["Read"]["Properties"]["Code"] == {"S3Bucket": "deploy", "S3Key": "reader.zip"}
    assert city.template["Resources"]["Reader"]["Properties"]["TemplateURL"] == "http://deploy/child.json"


def test_every_route_is_known_with_its_methods(city: Expanded) -> None:
    assert routes_of(city) == {"reader": {"/things/{thing_id}": ("GET",), "/things/new": ("POST",)}}


def test_a_literal_segment_wins_over_a_parameter(city: Expanded) -> None:
    api = DomainApi(domain="reader", api_id="a1", stage="local", paths=routes_of(city)["reader"])
    table = RouteTable({"reader": api})

    assert table.find("reader", "/things/new") == (api, ("POST",))
    assert table.find("reader", "/things/botin") == (api, ("GET",))
    assert table.find("reader", "/things/botin/") is None
    assert table.find("reader", "/things") is None
    assert table.find("nobody", "/things/new") is None


def test_nested_stacks_are_deployed_in_the_order_they_ask_each_other(city: Expanded) -> None:
    shared, children = unnest(city)

    assert [child.name for child in children] == ["People", "Edge", "Reader"]
    assert set(shared["Resources"]) == {"Bus"}
    assert shared["Outputs"]["Reader0BusName"] == {"Value": {"Ref": "Bus"}}
    assert shared["Outputs"]["Edge0"] == {"Value": "wanted", "Condition": "IsAws"}


def test_a_child_gets_what_the_others_said(city: Expanded) -> None:
    _, (people, edge, reader) = unnest(city)
    said = {"People0": "wanted", "People0Stage": "s", "Reader0": "wanted", "Reader0Stage": "s", "Reader0BusName": "bus"}

    assert is_wanted(people, said)
    assert not is_wanted(edge, said)
    assert parameters(reader, said, {"People": {"Pool": "p1"}}) == {"Stage": "s", "BusName": "bus", "Pool": "p1"}
    assert parameters(reader, said, {})["Pool"] == "left-out-People"
    assert lent(city, {"People": {"Pool": "p1"}}) == {"Pool": "p1"}


def test_what_pointed_at_a_left_out_resource_says_so() -> None:
    template: Template = {
        "Resources": {
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Rest": {
                "Type": "AWS::SQS::Queue",
                "DependsOn": ["Pool", "Other"],
                "Properties": {"A": {"Ref": "Pool"}, "B": {"Fn::Sub": "x/${Pool.Arn}/${Other}"}},
            },
            "Alone": {"Type": "AWS::SQS::Queue", "DependsOn": "Pool"},
        },
        "Outputs": {"Pool": {"Value": {"Fn::GetAtt": ["Pool", "Arn"]}}},
    }

    assert without(template, {"Pool"}) == {
        "Resources": {
            "Rest": {
                "Type": "AWS::SQS::Queue",
                "DependsOn": ["Other"],
                "Properties": {"A": "left-out-Pool", "B": {"Fn::Sub": "x/left-out-Pool/${Other}"}},
            },
            "Alone": {"Type": "AWS::SQS::Queue"},
        },
        "Outputs": {"Pool": {"Value": "left-out-Pool"}},
    }


def test_a_poorer_cloud_is_told_in_one_line_for_each_part_it_lacks() -> None:
    healthy = dict.fromkeys(("lambda", "apigateway", "events", "secretsmanager"), "available")
    parts = missing_parts({**healthy, "ses": "running", "iot": "disabled"})

    assert [part.service for part in parts] == ["iot", "cognito-idp"]
    assert all(len(part.loss) < 80 and part.loss.endswith(".") for part in parts)
    template = {"Resources": {"R": {"Type": "AWS::IoT::TopicRule"}, "Q": {"Type": "AWS::SQS::Queue"}}}
    assert set(trim(template, parts)["Resources"]) == {"Q"}


def test_only_the_four_permissions_the_local_cloud_reads_otherwise_are_widened() -> None:
    statement = {"Effect": "Allow", "Action": ["iot:AttachPolicy", "iot:UpdateCertificate"], "Resource": "cert/*"}
    document = {"Statement": [statement]}
    role = {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": document}]}}

    permit({"Resources": {"Role": role}})

    assert document["Statement"] == [
        statement,
        {"Effect": "Allow", "Action": ["iot:AttachPolicy"], "Resource": "*"},
    ]
