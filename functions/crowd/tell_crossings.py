"""A venue filled up or has room again: written once where everybody looks for it, and once to the venue's own staff.

Hears VenueFilled and VenueEased from the bus. Reads the venue (VENUES), reads and writes its alert (ALERTS) in
CrowdTable; sends an e-mail by SES from ALERT_SENDER to the venue's alert_email, never in the quiet hours of the night.
Without ALERT_SENDER nobody is written to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from cercano.crowd import notes, store
from cercano.crowd.alerts import Alert, alert_of, is_mail_due, mail
from cercano.crowd.errors import NoSuchVenue
from cercano.crowd.model import Venue
from cercano.facts.crowd import VenueEased, VenueFilled
from cercano.kit import aws
from cercano.kit.clock import now
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.kit.settings import setting

SENDER = setting("ALERT_SENDER", default="")


@each_message
def handler(message: Message) -> None:
    """Keep the alert of one crossing, and write to the venue's staff if that is still to be done."""
    told = alert_of(cast("VenueFilled | VenueEased", message.fact(VenueFilled, VenueEased)))
    alert = notes.alert(told.key)
    if alert is None:
        notes.save_alert(told)
        log.info("crossing_told", venue_id=told.venue_id, crossing=told.crossing.value, people=told.people)
    try:
        venue = store.venue(told.venue_id)
    except NoSuchVenue:
        return
    if SENDER and is_mail_due(alert or told, venue, now()):
        _send(alert or told, venue)
        notes.save_alert(replace(told, mailed=True))


def _send(alert: Alert, venue: Venue) -> None:
    subject, words = mail(alert, venue)
    aws.client("ses").send_email(
        Source=SENDER,
        Destination={"ToAddresses": [venue.alert_email]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": words}}},
    )
    log.info("staff_alerted", venue_id=venue.venue_id, crossing=alert.crossing.value)
