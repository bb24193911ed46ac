"""Writes the kinds of bodies that travel as bytes the way the local gateway reads them.

CloudFormation wants `text~1csv`, as JSON pointers do; MiniStack 1.5.33 takes it literally and never finds `text/csv`.
"""

from __future__ import annotations

from infra.local.expand import Template


def plain_media(template: Template) -> Template:
    """The template with the slashes of its APIs' binary media types written out."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::ApiGateway::RestApi" and "BinaryMediaTypes" in resource["Properties"]:
            kinds = resource["Properties"]["BinaryMediaTypes"]
            resource["Properties"]["BinaryMediaTypes"] = [kind.replace("~1", "/") for kind in kinds]
    return template
