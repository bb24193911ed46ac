"""Alerts: one for each crossing, cleared by the next one the other way, and no e-mail at night."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cercano.crowd.alerts import Alert, Crossing, alert_of, cleared, from_json, is_mail_due, mail, to_json
from cercano.facts.crowd import VenueFilled
from tests.crowd.people_flow import LIBRARY, local

DAY = date(2026, 11, 23)
WATCHED = replace(LIBRARY, alert_email="biblioteca@santander.example")


def filled(hour: int, minute: int = 0) -> Alert:
    at = local(DAY, hour, minute)
    return Alert(venue_id="library", crossing=Crossing.FILLED, at=at, people=97, capacity=100)


def eased(hour: int, minute: int = 0) -> Alert:
    return replace(filled(hour, minute), crossing=Crossing.EASED, people=80)


def test_the_alert_says_what_the_fact_said_and_comes_back_from_its_json():
    alert = alert_of(VenueFilled(at=local(DAY, 12), venue_id="library", people=97, capacity=100))

    assert alert == filled(12)
    assert from_json(to_json(alert)) == alert


def test_an_alert_is_cleared_by_the_first_crossing_the_other_way_in_whatever_order_they_came():
    told = [filled(10), eased(11), filled(12), eased(13), filled(14)]
    right = {filled(10).key: local(DAY, 11), filled(12).key: local(DAY, 13)}

    assert all(cleared(order) == right for order in itertools.permutations(told))


def test_a_crossing_told_twice_is_one_alert():
    assert filled(10).key == filled(10).key
    assert filled(10).key != eased(10).key


@pytest.mark.parametrize(("hour", "is_due"), [(6, False), (7, True), (12, True), (22, True), (23, False), (3, False)])
def test_staff_are_written_to_by_day_only(hour, is_due):
    assert is_mail_due(filled(hour), WATCHED, local(DAY, hour, 5)) == is_due


def test_nobody_is_written_to_twice_or_about_old_news_or_without_an_address():
    assert not is_mail_due(replace(filled(12), mailed=True), WATCHED, local(DAY, 12))
    assert not is_mail_due(filled(12), WATCHED, local(DAY, 12) + timedelta(minutes=31))
    assert not is_mail_due(filled(12), LIBRARY, local(DAY, 12))


def test_the_mail_says_what_happened_in_both_languages():
    assert mail(filled(12), WATCHED) == (
        "Biblioteca: aforo completo",
        (
            "A las 12:00 había 97 personas en Biblioteca, que admite 100.\n\n"
            "At 12:00 there were 97 people in Library, which holds 100.\n"
        ),
    )
