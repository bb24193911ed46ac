"""A tiny city that keeps every house rule, so that a test can break one thing and see who complains."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

from tests.support.events import queue_event, schedule_event


def build(root: Path) -> Path:
    """Write the city of lamps under `root`: one HTTP function, one on a queue, one on the clock, one on the stream."""
    for place, text in FILES.items():
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"))
    return root


def _alarm(name: str) -> str:
    return f"""
  {name}Log: {{ Type: AWS::Logs::LogGroup, Properties: {{ RetentionInDays: 30 }} }}
  {name}Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/Lambda
      MetricName: Errors
      Dimensions: [{{ Name: FunctionName, Value: !Ref {name} }}]
"""


def _queue(name: str) -> str:
    return f"""
  {name}Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 90
      RedrivePolicy: {{ deadLetterTargetArn: !GetAtt {name}DeadLetters.Arn, maxReceiveCount: 5 }}
  {name}DeadLetters: {{ Type: AWS::SQS::Queue }}
  {name}DeadLettersAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions: [{{ Name: QueueName, Value: !GetAtt {name}DeadLetters.QueueName }}]
"""


TEMPLATE = f"""
Globals:
  Function:
    CodeUri: ../functions/lamps
    Timeout: 15
    Environment:
      Variables: {{ STAGE: !Ref Stage, TABLE_NAME: !Ref LampsTable, SPARE: "1", LOG_LEVEL: INFO }}
Resources:
  LampsTable: {{ Type: AWS::DynamoDB::Table }}
  Api: {{ Type: AWS::Serverless::Api }}

  ReadLamp:
    Type: AWS::Serverless::Function
    Properties:
      Handler: read_lamp.app
      LoggingConfig: {{ LogGroup: !Ref ReadLampLog }}
      Policies:
        - Statement: [{{ Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt LampsTable.Arn }}]
      Events:
        Read: {{ Type: Api, Properties: {{ RestApiId: !Ref Api, Method: get, Path: "/lamps/{{lamp_id}}" }} }}
{_alarm("ReadLamp")}
  HeedLamps:
    Type: AWS::Serverless::Function
    Properties:
      Handler: heed_lamps.handler
      LoggingConfig: {{ LogGroup: !Ref HeedLampsLog }}
      Events:
        Heard:
          Type: SQS
          Properties: {{ Queue: !GetAtt HeardQueue.Arn, FunctionResponseTypes: [ReportBatchItemFailures] }}
{_alarm("HeedLamps")}{_queue("Heard")}
  HeardRule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {{ source: [cercano.lamps], detail-type: [LampLit] }}
      Targets: [{{ Id: queue, Arn: !GetAtt HeardQueue.Arn }}]
  HeardQueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref HeardQueue]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {{ Service: events.amazonaws.com }}
            Action: sqs:SendMessage
            Resource: !GetAtt HeardQueue.Arn
            Condition: {{ ArnEquals: {{ "aws:SourceArn": !GetAtt HeardRule.Arn }} }}

  LightUp:
    Type: AWS::Serverless::Function
    Properties:
      Handler: light_up.handler
      LoggingConfig: {{ LogGroup: !Ref LightUpLog }}
      Environment: {{ Variables: {{ DUSK: "18" }} }}
      Events:
        Dusk: {{ Type: Schedule, Properties: {{ Schedule: rate(1 hour) }} }}
{_alarm("LightUp")}
  PublishFacts:
    Type: AWS::Serverless::Function
    Properties:
      Handler: publish_facts.handler
      LoggingConfig: {{ LogGroup: !Ref PublishFactsLog }}
      Events:
        Told:
          Type: DynamoDB
          Properties:
            BisectBatchOnFunctionError: true
            DestinationConfig: {{ OnFailure: {{ Type: SQS, Destination: !GetAtt HeardDeadLetters.Arn }} }}
{_alarm("PublishFacts")}
  LampsRule:
    Type: AWS::IoT::TopicRule
    Properties:
      TopicRulePayload:
        Sql: SELECT encode(*, 'base64') AS payload, topic(3) AS thing FROM 'cercano/lamps/+'
        Actions: [{{ Sqs: {{ QueueUrl: !Ref HeardQueue, RoleArn: !GetAtt LampsRole.Arn }} }}]
        ErrorAction: {{ Sqs: {{ QueueUrl: !Ref HeardDeadLetters, RoleArn: !GetAtt LampsRole.Arn }} }}
  LampsRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{{ Effect: Allow, Principal: {{ Service: iot.amazonaws.com }}, Action: sts:AssumeRole }}]
      Policies:
        - PolicyDocument:
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: [!GetAtt HeardQueue.Arn, !GetAtt HeardDeadLetters.Arn]
"""

FILES = {
    "template.yaml": """
        Resources:
          Lamps: { Type: AWS::Serverless::Application, Properties: { Location: infra/lamps.yaml } }
    """,
    "infra/lamps.yaml": TEMPLATE,
    "functions/lamps/read_lamp.py": """
        from cercano.kit.web import Service
        from cercano.lamps import store

        app = Service("lamps")


        @app.get("/lamps/{lamp_id}", public=True)
        def read_lamp(lamp_id: str) -> str:
            return store.find(lamp_id)
    """,
    "functions/lamps/heed_lamps.py": """
        from cercano.kit.queue import each_message


        @each_message
        def handler(message):
            return None
    """,
    "functions/lamps/light_up.py": """
        from cercano.kit.schedule import scheduled
        from cercano.kit.settings import setting

        DUSK = setting("DUSK", int)
        SPARE = setting("SPARE", default="0")


        @scheduled
        def handler(now):
            return {}
    """,
    "functions/lamps/publish_facts.py": """
        from cercano.kit.outbox import publisher

        handler = publisher("lamps")
    """,
    "layers/cercano/python/cercano/facts/lamps.py": """
        class LampLit(Fact):
            lamp_id: str


        class LampBroken(Fact):
            is_public: ClassVar[bool] = True
    """,
    "layers/cercano/python/cercano/lamps/rows.py": """
        from cercano.kit.table import Row


        class LampRow(Row, discriminator="lamp"):
            watts = 1
    """,
    "layers/cercano/python/cercano/lamps/store.py": """
        from cercano.lamps.rows import LampRow


        def find(lamp_id):
            return LampRow.find("LAMPS", lamp_id)
    """,
    "layers/cercano/python/cercano/lamps/errors.py": """
        class NoSuchLamp(Refusal):
            status, code = 404, "no_such_lamp"
            es, en = "No hay farola {lamp_id}.", "There is no lamp {lamp_id}."
    """,
    "events/lamps/read_lamp.json": json.dumps(
        {"httpMethod": "GET", "resource": "/lamps/{lamp_id}", "path": "/lamps/1", "requestContext": {}}
    ),
    "events/lamps/heed_lamps.json": json.dumps(queue_event("{}")),
    "events/lamps/light_up.json": json.dumps(schedule_event()),
    "events/lamps/publish_facts.json": json.dumps({"Records": [{"dynamodb": {"NewImage": {}}}]}),
    "tests/functions/lamps/test_lamps.py": "# read_lamp heed_lamps light_up publish_facts\n",
    "tests/house/modules_at_the_edge.txt": "cercano.lamps.rows\ncercano.lamps.store\n",
    "tests/house/public_routes.txt": "GET /lamps/lamps/{lamp_id}\n",
    "README.md": "[a guide](docs/guide.md#part) and [the code](functions/lamps) and [the web](https://example.org)\n",
    "docs/guide.md": "[back](../README.md)\n",
}
