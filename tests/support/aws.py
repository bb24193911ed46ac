"""A small AWS inside the test (moto), furnished from infra/*.yaml: the tables, queues, buckets, buses and user pools of
a domain as its template says them, and its functions with exactly the settings their template gives."""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError

from cercano.kit import aws
from tests.support.events import Context, event
from tests.support.templates import ROOT, Resolver, Template, domains

REGION = "eu-south-2"
ACCOUNT = "123456789012"

BASE_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "POWERTOOLS_TRACE_DISABLED": "1",
}

PARAMETERS = {
    "Stage": "test",
    "City": "santander",
    "BusName": "test-cercano",
    "TokenIssuer": "https://issuer.test",
    "TokenClientId": "test-client",
    "TokenKeysUrl": "https://issuer.test/.well-known/jwks.json",
    "SigningKey": "a signing key for tests, long enough",
    "GatewaySecret": "k7QmVx2TzB9cRpLw4YhNsD6fGjKaEuX1",
    "GatewayUrl": "https://bank.test/pay",
    "CityKeysUrl": "https://card.test/keys",
    "GatewayAskUrl": "https://bank.test/question",
    "GatewayChargeUrl": "https://bank.test/charge",
    "PublicOrigin": "https://city.test",
    "ExportsBucket": "test-copies",
    "CreditorName": "Ciudad de Prueba",
    "CreditorIban": "ES8099990001450000000001",
    "CreditorId": "ES48000Q0000000J",
}
"""What the tests give the templates; a parameter with a Default and no entry here keeps its Default."""

PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "test",
    "AWS::NoValue": None,
}

Made = tuple[str, dict[str, Any]]
"""What Ref of a made resource is, and its attributes."""


class Domain:
    """One domain's resources, each made from its template when it is first spoken of, and its functions."""

    def __init__(self, template: Template, parameters: Mapping[str, str] = PARAMETERS, *, furnish: bool = True) -> None:
        """`furnish=False` makes nothing: settings are names of things that do not exist."""
        self.template = template
        self.name = template.domain
        self._parameters = parameters
        self._made: dict[str, Made] = {}
        self._furnish = furnish
        self.resolve = Resolver(self._ref, self._get_att).value
        for kind in NOT_SPOKEN_OF if furnish else ():
            for name in template.of_type(kind):
                self._make(name)

    def ref(self, logical_id: str) -> str:
        """The table's name, the queue's URL, the bucket's name... of a resource in the template."""
        return str(self._ref(logical_id))

    def settings(self, use_case: str | None = None) -> dict[str, str]:
        """What the template gives a function (None: what its Globals give every function)."""
        shared = (self.template.globals.get("Environment") or {}).get("Variables") or {}
        given = self.template.functions[use_case]["Environment"] if use_case else shared
        return {name: str(self.resolve(value)) for name, value in given.items() if self.resolve(value) is not None}

    def function(self, use_case: str) -> Function:
        """A use case, imported afresh with its own settings."""
        return Function(self.name, use_case, self.settings(use_case))

    def _ref(self, name: str) -> Any:
        if name in PSEUDO:
            return PSEUDO[name]
        if made := self._make(name):
            return made[0]
        if name in self._parameters:
            return self._parameters[name]
        declared = (self.template.document.get("Parameters") or {}).get(name)
        if declared is not None:
            return declared.get("Default", f"test-{name}")
        assert name in self.template.resources, f"{self.template} has nothing called {name}"
        return f"test-{name}"

    def _get_att(self, name: str, attribute: str) -> Any:
        made = self._make(name)
        return (made[1] if made else {}).get(attribute, f"arn:aws:test:{REGION}:{ACCOUNT}:{name}/{attribute}")

    def _make(self, name: str) -> Made | None:
        resource = self.template.resources.get(name) or {}
        if name not in self._made and self._furnish and (make := MAKERS.get(resource.get("Type", ""))):
            self._made[name] = make(name, self.resolve(resource.get("Properties") or {}))
        return self._made.get(name)


class Function:
    """A use case as Lambda runs it: called with an event, inside its own settings and no others."""

    def __init__(self, domain: str, use_case: str, settings: Mapping[str, str]) -> None:
        self.domain, self.use_case, self.settings = domain, use_case, settings
        name = f"functions.{domain}.{use_case}"
        sys.modules.pop(name, None)
        with self.running():
            self.module: ModuleType = importlib.import_module(name)
        self.handler: Callable[[dict[str, Any], Any], Any] = getattr(self.module, "app", None) or self.module.handler

    def __call__(self, given: dict[str, Any] | None = None, context: Any = None) -> Any:
        """Run it with an event (none: its sample event of events/<domain>/)."""
        with self.running():
            sent = event(self.domain, self.use_case) if given is None else given
            return self.handler(sent, context or Context())

    @contextmanager
    def running(self) -> Iterator[None]:
        """The function's own environment, for tests that call into its module."""
        with patch.dict(os.environ, {**BASE_ENVIRONMENT, **self.settings}):
            for name in names_of_settings() - self.settings.keys():
                os.environ.pop(name, None)
            yield


@functools.cache
def names_of_settings() -> frozenset[str]:
    """All that any template gives any function: what one is not given it must not see."""
    return frozenset(name for each in domains() for one in each.functions.values() for name in one["Environment"])


def domain(name: str) -> Domain:
    """Make all that infra/<name>.yaml says (inside mock_aws)."""
    return Domain(_template(name))


@functools.cache
def _template(name: str) -> Template:
    return Template(ROOT / "infra" / f"{name}.yaml")


def _table(name: str, properties: dict[str, Any]) -> Made:
    streamed = properties.get("StreamSpecification")
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
    made = aws.botocore_client("dynamodb").create_table(
        TableName=properties.get("TableName", f"test-{name}"),
        BillingMode="PAY_PER_REQUEST",
        **{part: properties[part] for part in wanted if part in properties},
        **({"StreamSpecification": {**streamed, "StreamEnabled": True}} if streamed else {}),
    )["TableDescription"]
    return made["TableName"], {"Arn": made["TableArn"], "StreamArn": made.get("LatestStreamArn", "")}


def _queue(name: str, properties: dict[str, Any]) -> Made:
    called = properties.get("QueueName", f"test-{name}")
    fifo = {"Attributes": {"FifoQueue": "true"}} if properties.get("FifoQueue") else {}
    url = aws.client("sqs").create_queue(QueueName=called, **fifo)["QueueUrl"]
    return url, {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{called}", "QueueName": called, "QueueUrl": url}


def _bucket(name: str, properties: dict[str, Any]) -> Made:
    called = properties.get("BucketName", f"test-{name.lower()}")
    aws.client("s3").create_bucket(Bucket=called, CreateBucketConfiguration={"LocationConstraint": REGION})
    return called, {"Arn": f"arn:aws:s3:::{called}"}


def _user_pool(name: str, properties: dict[str, Any]) -> Made:
    wanted = ("Policies", "AutoVerifiedAttributes", "UsernameAttributes", "Schema", "UsernameConfiguration")
    pool = aws.client("cognito-idp").create_user_pool(
        PoolName=properties.get("UserPoolName", f"test-{name}"), **{p: properties[p] for p in wanted if p in properties}
    )["UserPool"]
    return pool["Id"], {"Arn": pool["Arn"], "ProviderName": f"cognito-idp.{REGION}.amazonaws.com/{pool['Id']}"}


def _user_pool_client(name: str, properties: dict[str, Any]) -> Made:
    made = aws.client("cognito-idp").create_user_pool_client(
        UserPoolId=properties["UserPoolId"],
        ClientName=properties.get("ClientName", f"test-{name}"),
        ExplicitAuthFlows=properties.get("ExplicitAuthFlows", []),
    )["UserPoolClient"]
    return made["ClientId"], {"ClientId": made["ClientId"]}


def _user_pool_group(name: str, properties: dict[str, Any]) -> Made:
    aws.client("cognito-idp").create_group(UserPoolId=properties["UserPoolId"], GroupName=properties["GroupName"])
    return properties["GroupName"], {}


def _kms_key(_name: str, properties: dict[str, Any]) -> Made:
    wanted = ("Description", "KeySpec", "KeyUsage")
    made = aws.client("kms").create_key(**{part: properties[part] for part in wanted if part in properties})
    return made["KeyMetadata"]["KeyId"], {"Arn": made["KeyMetadata"]["Arn"]}


def _secret(name: str, properties: dict[str, Any]) -> Made:
    called = properties.get("Name", f"test-{name}")
    made = aws.client("secretsmanager").create_secret(Name=called, SecretString=f"the secret of {name}, for tests")
    return made["ARN"], {"Id": made["ARN"]}


MAKERS: dict[str, Callable[[str, dict[str, Any]], Made]] = {
    "AWS::DynamoDB::Table": _table,
    "AWS::SQS::Queue": _queue,
    "AWS::S3::Bucket": _bucket,
    "AWS::KMS::Key": _kms_key,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::Cognito::UserPool": _user_pool,
    "AWS::Cognito::UserPoolClient": _user_pool_client,
    "AWS::Cognito::UserPoolGroup": _user_pool_group,
}

NOT_SPOKEN_OF = ("AWS::Cognito::UserPoolGroup",)
"""What functions know by a name that no template has to give them."""


def make_bus() -> None:
    """The city's own bus, which template.yaml makes for all domains."""
    try:
        aws.client("events").create_event_bus(Name=PARAMETERS["BusName"])
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise


def note_calls(calls: list[str]) -> None:
    """From now on each request to DynamoDB is noted by its operation: ["GetItem", ...]."""
    aws.client("dynamodb").events.register(
        "before-send.dynamodb", lambda event_name, **_: calls.append(event_name.rpartition(".")[2])
    )
