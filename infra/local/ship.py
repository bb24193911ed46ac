"""`make deploy STAGE=...`: ships what `make build-aws` built to the AWS account of your credentials, then the web app.

The templates are the ones that run here. Nothing is guessed: without STAGE it refuses.
"""

from __future__ import annotations

import mimetypes
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from infra.local.edge.app import REFERENCE
from infra.local.edge.web import KINDS
from infra.local.place import CHECKOUT
from infra.local.say import Trouble, fail, note, step

SAM = "aws-sam-cli==1.170.*"
STAGE = re.compile(r"[a-z][a-z0-9]{0,11}")
FIXED_NAMES = ["/", "/index.html", "/sw.js", "/app.webmanifest", "/config.json", "/robots.txt", "/api/*"]
"""What keeps its address when it changes; all else has its content in its name."""


def sam_words(stage: str, city: str, region: str, more: dict[str, str]) -> list[str]:
    """The words of `sam deploy`.

    Raises:
        Trouble: the stage has no usable name.
    """
    if not STAGE.fullmatch(stage):
        raise Trouble("STAGE=... names the copy of the city: a lower-case letter, then up to 11 letters or digits.")
    values = {"Stage": stage, "City": city, **{name: value for name, value in more.items() if value}}
    return [
        "deploy",
        "--template-file",
        ".aws-sam/build/template.yaml",
        "--stack-name",
        f"cercano-{stage}",
        "--region",
        region,
        "--resolve-s3",
        "--no-confirm-changeset",
        "--no-fail-on-empty-changeset",
        "--capabilities",
        "CAPABILITY_IAM",
        "CAPABILITY_NAMED_IAM",
        "CAPABILITY_AUTO_EXPAND",
        "--parameter-overrides",
        *(f"{name}={value}" for name, value in values.items()),
    ]


def put_web(s3: Any, bucket: str, folder: Path) -> int:
    """Uploads the built app: what has a hash in its name first, so that no page points at what is not there yet."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".gz"]
    for file in sorted(files, key=lambda one: not str(one.relative_to(folder)).startswith("_/")):
        kind = KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        s3.upload_file(str(file), bucket, file.relative_to(folder).as_posix(), ExtraArgs={"ContentType": kind})
    return len(files)


def put_reference(s3: Any, bucket: str, folder: Path) -> None:
    """Uploads the contract (docs/reference) to where people and programs look for it: /api/ and beside it."""
    for path, (name, kind) in REFERENCE.items():
        key = "api/index.html" if path == "/api/" else path.lstrip("/")
        s3.upload_file(str(folder / name), bucket, key, ExtraArgs={"ContentType": kind})


def main() -> int:
    """Deploys, then puts the web app where CloudFront reads it."""
    import boto3

    stage, city = os.environ.get("STAGE", ""), os.environ.get("CITY") or "santander"
    region = os.environ.get("REGION") or "eu-south-2"
    more = {
        **{"MailFrom": "MAIL_FROM", "WebHost": "WEB_HOST", "WebCertificateArn": "WEB_CERTIFICATE_ARN"},
        **{"CreditorName": "CREDITOR_NAME", "CreditorIban": "CREDITOR_IBAN", "CreditorId": "CREDITOR_ID"},
    }
    try:
        words = sam_words(stage, city, region, {name: os.environ.get(variable, "") for name, variable in more.items()})
    except Trouble as trouble:
        fail(str(trouble))
        return 1
    uv = CHECKOUT / ".local" / "boot" / "bin" / "uv"
    shipped = subprocess.run([str(uv), "tool", "run", "--from", SAM, "sam", *words], cwd=CHECKOUT, check=False)
    if shipped.returncode != 0:
        return shipped.returncode
    session = boto3.Session(region_name=region)
    stack = session.client("cloudformation").describe_stacks(StackName=f"cercano-{stage}")["Stacks"][0]
    said = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    with step("Web app"):
        from infra.web.build import build

        folder = CHECKOUT / ".aws-sam" / "web"
        build(folder, CHECKOUT / "web")
        put_web(session.client("s3"), said["WebFilesBucket"], folder)
        put_reference(session.client("s3"), said["WebFilesBucket"], CHECKOUT / "docs" / "reference")
        session.client("cloudfront").create_invalidation(
            DistributionId=said["DistributionId"],
            InvalidationBatch={
                "Paths": {"Quantity": len(FIXED_NAMES), "Items": FIXED_NAMES},
                "CallerReference": str(time.time()),
            },
        )
    note(f"The city is at {said['Web']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
