from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from domain.sources import Source
from feeds.catalogue import from_reference, read_catalogue
from feeds.parse import FORMATS
from storage.reference import read


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_catalogue_of_the_public_interface_is_read_as_written(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "version: 1\nsources:\n  - {id: sim-jobs, title: Simulated jobs, kind: job, format: rss,"
        ' url: "http://127.0.0.1:9000/jobs.rss", poll_minutes: 0.5, language: fr}\n',
    )
    assert read_catalogue(path) == [
        Source("sim-jobs", "Simulated jobs", "jobs", "rss", "http://127.0.0.1:9000/jobs.rss", 0.5, "fr")
    ]


def test_what_is_left_out_gets_a_sensible_value(tmp_path: Path) -> None:
    [source] = read_catalogue(written(tmp_path, "sources: [{id: a, kind: courses, url: 'https://a.example/'}]"))
    assert (source.title, source.format, source.poll_minutes, source.language) == ("a", "auto", 60.0, None)


def test_the_address_of_a_calendar_is_fetched_like_any_other(tmp_path: Path) -> None:
    row = "sources: [{id: a, kind: courses, format: ics, url: 'webcal://a.example/c.ics'}]"
    [source] = read_catalogue(written(tmp_path, row))
    assert (source.url, source.format) == ("https://a.example/c.ics", "ics")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("sources: [", "line 1, is not YAML"),
        ("just words", "has no list 'sources'"),
        ("sources: [words]", "source 1: not a mapping"),
        ("sources: [{id: a, kind: jobs}]", "'url' is missing"),
        ("sources: [{id: a, kind: news, url: 'http://a.example/'}]", "kind is 'news'"),
        ("sources: [{id: a, kind: jobs, url: 'ftp://a.example/'}]", "not an http or https address"),
        ("sources: [{id: a, kind: jobs, url: 'http://a.example/', format: pdf}]", "format is 'pdf'"),
        ("sources: [{id: a, kind: jobs, url: 'http://a.example/', poll_minutes: 0}]", "poll_minutes is 0"),
        ("sources: [{id: a, kind: jobs, url: 'http://a.example/', poll_minutes: .nan}]", "poll_minutes is nan"),
        ("sources: [{id: a, kind: jobs, url: 'http://a.example/', colour: red}]", "'colour' is not a key"),
    ],
)
def test_a_fault_of_a_catalogue_is_named(text: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="SOURCES_FILE") as caught:
        read_catalogue(written(tmp_path, text))
    assert fault in str(caught.value)


def test_a_robot_stays_away_from_what_the_built_in_catalogue_warns_of() -> None:
    rows = {id_: row for (kind, id_), row in read().items() if kind == "source"}
    chosen = from_reference(read())
    assert chosen
    for source in chosen:
        row = rows[source.id]
        assert row["tier"] in ("A", "B")
        assert row["alive"] != "no"
        assert source.format in FORMATS
        assert source.poll_minutes >= 60


def test_a_request_that_stands_there_whole_is_polled_and_one_with_something_to_fill_in_is_not() -> None:
    chosen = {source.id: source for source in from_reference(read())}
    assert (chosen["oif-recruitee"].method, chosen["oif-recruitee"].body) == ("GET", None)
    assert chosen["un-careers"].method == "POST"
    assert '"itemPerPage":100' in (chosen["un-careers"].body or "")
    assert {"unv-app", "unhcr-workday", "undp-oracle"} <= chosen.keys()
    assert not {"reliefweb-api", "wfp-workday", "un-careers-activejo"} & chosen.keys()


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("method: PUT", "method is 'PUT': expected GET or POST"),
        ("body: '{}'", "body is sent with method POST only"),
        ("method: POST, body: '{'", "body is not JSON written as text"),
        ("method: POST, body: {take: 50}", "body is not JSON written as text"),
    ],
)
def test_a_faulty_request_is_named(tmp_path: Path, more: str, fault: str) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(f"sources:\n  - {{id: a, kind: jobs, url: 'https://example.org/', {more}}}\n", "utf-8")
    with pytest.raises(ConfigurationError, match=fault):
        read_catalogue(file)


def test_a_post_is_read_as_written(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    row = "{id: a, kind: jobs, url: 'https://example.org/', method: POST, body: '{\"take\":50}'}"
    file.write_text(f"sources:\n  - {row}\n", "utf-8")
    [source] = read_catalogue(file)
    assert (source.method, source.body) == ("POST", '{"take":50}')
