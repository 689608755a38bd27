"""What must hold beyond the form of a file: references, order, grade patterns that find what they should."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.reference._documents import LADDERS, Catalogue
from storage.reference._parsing import Where

Faults = Iterator[tuple[Where, str]]
References = Iterable[tuple[Where, str | None]]


def check(name: str, value: Any, catalogue: Catalogue) -> Faults:
    """Give each broken rule of a file that holds its schema; kinds that no file speaks of are not judged."""
    rule = _RULES.get(name)
    return rule(value, catalogue) if rule else iter(())


def _unknown(catalogue: Catalogue, kind: str, ids: Iterable[tuple[Where, str | None]], label: str = "") -> Faults:
    known = catalogue.get(kind)
    for where, reference in ids:
        if reference is not None and known is not None and reference not in known:
            yield where, f"{label}unknown {kind} {reference!r}"


def _each(where: Where, items: Iterable[str]) -> Iterator[tuple[Where, str]]:
    return (((*where, number), item) for number, item in enumerate(items))


def _repeated(where: Where, rows: list[Any], *keys: str) -> Faults:
    seen = set()
    for number, row in enumerate(rows):
        if (mark := tuple(row[key] for key in keys)) in seen:
            yield (*where, number, keys[-1]), f"{keys[-1]} {mark[-1]!r} stands twice"
        seen.add(mark)


def _fields(value: Any, catalogue: Catalogue) -> Faults:
    slugs = {field["slug"] for field in value["fields"]}
    families = _families(catalogue)
    for number, field in enumerate(value["fields"]):
        where, label = ("fields", number), f"{field['slug']}: "
        yield from _unknown(catalogue, "area", [((*where, "area"), field["area"])], label)
        for old in sorted(slugs.intersection(field["replaces"])):
            yield (*where, "replaces"), f"{label}replaces {old!r}, which is still in use"
        if families is not None:
            listing = {family for family, fields in families.items() if field["slug"] in fields}
            for family in sorted(listing.symmetric_difference(field["un_job_families"])):
                reason = f"{label}un_job_families and taxonomy.yaml disagree about {family!r}"
                yield (*where, "un_job_families"), reason


def _families(catalogue: Catalogue) -> dict[str, list[str]] | None:
    taxonomy = catalogue.get("document", {}).get("taxonomy")
    return taxonomy and {family["en"]: family["fields"] for family in taxonomy["job_families"]}


def _taxonomy(value: Any, catalogue: Catalogue) -> Faults:
    yield from _job_families(value, catalogue)
    yield from _reliefweb(value["reliefweb"], catalogue)
    for number, category in enumerate(value["unv_categories"]):
        where = ("unv_categories", number, "grade")
        yield from _unknown(catalogue, "rank", [(where, category["grade"])], f"{category['code']}: ")
    yield from _grades(value, catalogue)


def _job_families(value: Any, catalogue: Catalogue) -> Faults:
    families = value["job_families"]
    yield from _repeated(("job_families",), families, "en")
    for number, family in enumerate(families):
        where, label = ("job_families", number), f"{family['en']}: "
        if family["network"] not in value["job_networks"]:
            yield (*where, "network"), f"{label}unknown job network {family['network']!r}"
        yield from _unknown(catalogue, "field", _each((*where, "fields"), family["fields"]), label)
        for slug, field in catalogue.get("field", {}).items():
            if (family["en"] in field["un_job_families"]) != (slug in family["fields"]):
                yield (*where, "fields"), f"{label}fields.yaml disagrees about field {slug!r}"


def _reliefweb(value: Any, catalogue: Catalogue) -> Faults:
    for section in ("theme_to_fields", "career_category_to_fields"):
        for name, slugs in value[section].items():
            where = ("reliefweb", section, name)
            yield from _unknown(catalogue, "field", _each(where, slugs), f"{name}: ")
    for name in sorted(set(value["career_categories"]).symmetric_difference(value["career_category_to_fields"])):
        reason = f"{name!r} stands in only one of career_categories and career_category_to_fields"
        yield ("reliefweb", "career_category_to_fields"), reason


def _grades(value: Any, catalogue: Catalogue) -> Faults:
    patterns = []
    for number, rule in enumerate(value["grades"]):
        try:
            patterns.append((re.compile(rule["regex"], re.IGNORECASE), rule["canonical"]))
            rule["canonical"].format("", *[""] * patterns[-1][0].groups)
        except (re.error, LookupError, ValueError) as error:
            yield ("grades", number, "regex"), f"{rule['id']}: regex and canonical do not work: {error}"
            return
    yield from _repeated(("grades",), value["grades"], "id")
    for text, wanted in value["grade_tests"]["must_match"].items():
        where: Where = ("grade_tests", "must_match", text)
        if (found := _find_grade(text, patterns)) != wanted:
            yield where, f"grade of {text!r} is read as {found}, not {wanted}"
        yield from _unknown(catalogue, "rank", [(where, wanted)])
    for number, text in enumerate(value["grade_tests"]["must_not_match"]):
        if found := _find_grade(text, patterns):
            yield ("grade_tests", "must_not_match", number), f"{text!r} has no grade, and is read as {found}"


def _find_grade(text: str, patterns: list[tuple[re.Pattern[str], str]]) -> str | None:
    text = re.sub("[\u2010-\u2015\u2212\ufe58\uff0d]", "-", text)
    for pattern, canonical in patterns:
        if match := pattern.search(text):
            return canonical.format("", *[(group or "").upper() for group in match.groups()])
    return None


def _expertise(value: Any, catalogue: Catalogue) -> Faults:
    fields = catalogue.get("field")
    entries: list[tuple[Where, dict[str, str]]] = [
        (("specific_areas", a, "sub", b), entry)
        for a, area in enumerate(value["specific_areas"])
        for b, entry in enumerate(area["sub"])
    ]
    entries += [(("cross_cutting_areas", n), entry) for n, entry in enumerate(value["cross_cutting_areas"])]
    for where, entry in entries:
        label, slug = f"{entry['slug']}: ", entry["field"]
        yield from _unknown(catalogue, "field", [((*where, "field"), slug)], label)
        if not fields or slug not in fields:
            continue
        for key, same in (("fr", "name_fr"), ("en", "name_en"), ("status", "status")):
            if entry[key] != fields[slug][same]:
                yield (*where, key), f"{label}differs from {same} of field {slug!r}: {fields[slug][same]!r}"


def _ranks(value: Any, catalogue: Catalogue) -> Faults:
    for ladder in LADDERS:
        yield from _repeated((ladder,), value[ladder], "ladder", "order")
    for ladder in ("military", "police"):
        levelled = [(n, rank["level"]) for n, rank in enumerate(value[ladder]) if rank["level"] is not None]
        for (_, lower), (number, level) in pairwise(levelled):
            if level < lower:
                yield (
                    (ladder, number, "level"),
                    f"{value[ladder][number]['id']}: level falls while the order rises",
                )
    yield from _repeated(("un_requirements",), value["un_requirements"], "id")
    yield from _unknown(catalogue, "rank", _rank_references(value))
    ranks = catalogue["rank"]
    for number, row in enumerate(value["un_rank_equivalence"]["rows"]):
        for key in ("military", "police"):
            pair = [ranks.get(row[k] or "") for k in ("un_grade", key)]
            if pair[0] and pair[1] and pair[0]["level"] != pair[1]["level"]:
                where = ("un_rank_equivalence", "rows", number, key)
                yield where, f"{row['un_grade']} and {row[key]} are not on the same level"


def _rank_references(value: Any) -> Iterator[tuple[Where, str | None]]:
    for number, word in enumerate(value["ambiguous"]):
        for language, readings in word["readings"].items():
            yield from _each(("ambiguous", number, "readings", language), readings)
    for number, row in enumerate(value["un_rank_equivalence"]["rows"]):
        for key in ("un_grade", "military", "police"):
            yield ("un_rank_equivalence", "rows", number, key), row[key]
    for number, row in enumerate(value["un_requirements"]):
        for key in ("rank_min", "rank_max"):
            yield ("un_requirements", number, key), row[key]
    for number, category in enumerate(value["audience_categories"]):
        for key in ("military", "police"):
            yield from _each(("audience_categories", number, key), category[key])
    for number, rank in enumerate(value["police"]):
        yield ("police", number, "military_like"), rank["military_like"]


def _centres(value: Any, catalogue: Catalogue) -> Faults:
    for number, centre in enumerate(value["centres"]):
        code = (("centres", number, "country_code"), centre["country_code"])
        yield from _unknown(catalogue, "country", [code], f"{centre['id']}: ")


def _courses(value: Any, catalogue: Catalogue) -> Faults:
    for number, course in enumerate(value["courses"]):
        where, label = ("courses", number), f"{course['id']}: "
        yield from _unknown(catalogue, "centre", [((*where, "centre_id"), course["centre_id"])], label)
        yield from _unknown(catalogue, "field", _each((*where, "fields"), course["fields"]), label)
        bounds = [((*where, key), course[key]) for key in ("rank_min", "rank_max")]
        yield from _unknown(catalogue, "rank", bounds, label)
        if _falls(*(catalogue.get("rank", {}).get(bound or "") for _, bound in bounds)):
            yield (*where, "rank_min"), f"{label}rank_min is above rank_max"
        for session, date in enumerate(course["dates"]):
            if date["start"] and date["end"] and date["start"] > date["end"]:
                yield (*where, "dates", session, "end"), f"{label}a session ends before it starts"
        last = max((date["end"] or date["start"] for date in course["dates"]), default=None)
        if course["last_session"] != last:
            yield (
                (*where, "last_session"),
                f"{label}last_session must be {last or 'null'}, the latest day of dates",
            )


def _falls(low: dict[str, Any] | None, high: dict[str, Any] | None) -> bool:
    """Compare by order inside one ladder, by level between two; what has no level is not compared."""
    if low is None or high is None:
        return False
    key = "order" if low["ladder"] == high["ladder"] else "level"
    return low[key] is not None and high[key] is not None and bool(low[key] > high[key])


def _paraphrases(value: Any, catalogue: Catalogue) -> Faults:
    for section, kind in (("paraphrases", "resource"), ("centres", "centre"), ("courses", "course")):
        yield from _unknown(catalogue, kind, (((section, key), key) for key in value.get(section, {})))


def _descriptions(value: Any, catalogue: Catalogue) -> Faults:
    return _unknown(catalogue, "term", ((("descriptions", key), key) for key in value["descriptions"]))


def _countries(value: Any, catalogue: Catalogue) -> Faults:
    for number, station in enumerate(value["duty_stations"]):
        where, label = ("duty_stations", number), f"{station['id']}: "
        yield from _unknown(catalogue, "country", [((*where, "country_code"), station["country_code"])], label)
        yield from _time_zone((*where, "timezone"), station["timezone"], label)
    for number, mission in enumerate(value["missions"]):
        where, label = ("missions", number), f"{mission['id']}: "
        if "term" in catalogue and mission["id"] not in catalogue["term"]:
            yield (*where, "id"), f"{label}a mission needs a term with the same id in glossary.csv"
        yield from _unknown(catalogue, "station", [((*where, "headquarters"), mission["headquarters"])], label)
        yield from _unknown(catalogue, "country", _each((*where, "countries"), mission["countries"]), label)


def _time_zone(where: Where, name: str, label: str) -> Faults:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield where, f"{label}unknown time zone {name!r}"


def _participation(value: Any, catalogue: Catalogue) -> Faults:
    states = [(("states", n, "code"), s["code"]) for n, s in enumerate(value["states"]) if len(s["code"]) == 2]
    yield from _unknown(catalogue, "country", states)
    tables = (_each_code(number, table["rows"]) for number, table in enumerate(value["un_participation"]))
    yield from _unknown(catalogue, "state", chain.from_iterable(tables))


def _each_code(table: int, rows: list[Any]) -> Iterator[tuple[Where, str]]:
    return ((("un_participation", table, "rows", number, "code"), row["code"]) for number, row in enumerate(rows))


def _wordings(value: Any, catalogue: Catalogue) -> Faults:
    for number, row in enumerate(value["wordings"]):
        yield from _unknown(catalogue, row["kind"], [(("wordings", number, "id"), row["id"])])


_RULES: dict[str, Callable[[Any, Catalogue], Faults]] = {
    "centres.yaml": _centres,
    "countries.yaml": _countries,
    "courses.yaml": _courses,
    "expertise.yaml": _expertise,
    "fields.yaml": _fields,
    "descriptions.yaml": _descriptions,
    "paraphrases.yaml": _paraphrases,
    "participation.yaml": _participation,
    "ranks.yaml": _ranks,
    "taxonomy.yaml": _taxonomy,
    "wordings.yaml": _wordings,
}
