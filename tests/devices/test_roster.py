"""An installer's list is read as Excel, LibreOffice and scripts write it; a bad row harms no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.devices.errors import UnreadableFile
from cercano.devices.model import DeviceKind
from cercano.devices.report import report
from cercano.devices.roster import BadRow, Entry, as_cell, as_pem, read_roster

LIST = "device_id,kind,note\ndoor-1,counter,Entrada de Peñaherbosa\ndoor-2,kiosk,\n"
READ = [
    Entry(line=2, device_id="door-1", kind=DeviceKind.COUNTER, note="Entrada de Peñaherbosa"),
    Entry(line=3, device_id="door-2", kind=DeviceKind.KIOSK),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_whatever_saved_it_the_same_devices_are_read(encoding: str, separator: str, line_end: str) -> None:
    file = LIST.replace(",", separator).replace("\n", line_end).encode(encoding)

    assert read_roster(file) == READ


def test_excels_own_first_line_and_spanish_headers_and_blank_rows_are_understood() -> None:
    file = "sep=;\r\nDispositivo;TIPO;Nota\r\n\r\n Door-1 ;Counter;Sur\r\n;;\r\n".encode("cp1252")

    assert read_roster(file) == [Entry(line=4, device_id="door-1", kind=DeviceKind.COUNTER, note="Sur")]


def test_a_bad_row_harms_no_other() -> None:
    file = b"device_id,kind\ndoor-1,counter\n../etc,counter\ndoor-2,toaster\ndoor-1,counter\na,b,c\ndoor-3,bridge\n"

    rows = read_roster(file)

    assert [(row.line, row.code if isinstance(row, BadRow) else row.device_id) for row in rows] == [
        (2, "door-1"),
        (3, "bad_device_id"),
        (4, "bad_kind"),
        (5, "repeated"),
        (6, "too_many_cells"),
        (7, "door-3"),
    ]


@pytest.mark.parametrize(
    "device_id", ["a", "A_b", "a/b", "a+b", "a#b", "-ab", "ab-", "x" * 65, "señal", "=1+1", "${x}"]
)
def test_a_name_that_could_not_be_a_level_of_a_topic_is_refused(device_id: str) -> None:
    (row,) = read_roster(f"device_id,kind\n{device_id},counter\n".encode())

    assert isinstance(row, BadRow)
    assert row.code == "bad_device_id"


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\n\n",
        b"name,kind\nx,y\n",
        b"device_id\ndoor-1\n",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"device_id,kind,kind\na,b,c",
    ],
)
def test_what_is_no_list_of_devices_is_refused_as_a_whole(file: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_roster(file)


def test_a_signing_request_may_span_lines_or_be_one_line_of_base64() -> None:
    digits = "MIIB" + "A" * 200
    pem = as_pem(digits)
    assert pem is not None
    quoted = f'device_id;kind;csr\ndoor-1;counter;"{pem}"\ndoor-2;counter;{digits}\ndoor-3;counter;hello\n'.encode()

    one, two, three = read_roster(quoted)

    assert isinstance(one, Entry)
    assert isinstance(two, Entry)
    assert one.csr == two.csr == pem
    assert isinstance(three, BadRow)
    assert (two.line, three.line, three.code) == (9, 10, "bad_signing_request"), "a quoted PEM takes lines 2 to 8"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_stumble(junk: bytes) -> None:
    for file in (junk, b"device_id,kind,note,csr\n" + junk):
        try:
            rows = read_roster(file)
        except UnreadableFile:
            continue
        assert all(isinstance(row, Entry | BadRow) for row in rows)


@given(st.text(max_size=40))
def test_no_cell_of_a_report_is_a_formula(text: str) -> None:
    assert not as_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_report_opens_in_spanish_excel_and_runs_nothing() -> None:
    bad = BadRow(line=3, device_id="=cmd|' /C calc'!A0", code="bad_device_id", es="el nombre…", en="the name…")

    assert report(["door-1"], [bad]).decode("utf-8-sig") == (
        "device_id;line;result;es;en\r\n"
        "door-1;;registered;;\r\n"
        "'=cmd|' /C calc'!A0;3;bad_device_id;el nombre…;the name…\r\n"
    )
