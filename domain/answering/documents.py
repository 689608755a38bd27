"""Records as the index reads them: names, acronyms, keywords, text, surroundings and traits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.answering.normalise import words
from domain.knowledge import Bilingual, Centre, Country, Course, Knowledge, Resource, Speciality, Term, Words
from domain.vocabulary import Language


@dataclass(slots=True)
class Raw:
    """One record, before it is weighed."""

    kind: str
    id: str
    names: list[tuple[str, Language | None]]
    acronyms: list[str]
    keywords: list[str]
    body: list[str]
    context: list[str]
    countries: frozenset[str] = frozenset()
    centre: str | None = None
    traits: frozenset[str] = frozenset()
    bilingual: tuple[Bilingual, ...] = ()
    described: tuple[str, ...] = ()

    def spoken(self) -> Iterator[tuple[str, Language]]:
        """Give each word of each text with its language, once a text."""
        bodies = ((pair.get(language), language) for pair in self.bilingual for language in Language)
        for text, language in (*self.names, *bodies):
            if language and text:
                yield from ((word, language) for word in set(words(text)))

    def texts(self) -> Iterator[str]:
        """Give everything that the record says of itself."""
        yield " ".join((*(name for name, _ in self.names), *self.acronyms, *self.keywords, *self.body))


def raw_documents(knowledge: Knowledge) -> Iterator[Raw]:
    """Give every record that can be an answer, vacancies apart: those are filtered, not searched."""
    for record in knowledge.records.values():
        match record:
            case Centre():
                yield _raw_centre(record, knowledge)
            case Course():
                yield _raw_course(record, knowledge)
            case Term():
                yield _raw_term(record)
            case Resource():
                yield _raw_resource(record)


def _bilingual(*pairs: Bilingual | Words) -> list[tuple[str, Language | None]]:
    found: list[tuple[str, Language | None]] = []
    for pair in pairs:
        for language in Language:
            text = pair.get(language)
            if isinstance(text, str):
                found.append((text, language))
            elif text:
                found.extend((one, language) for one in text)
    return found


def _raw_centre(centre: Centre, knowledge: Knowledge) -> Raw:
    acronyms = [centre.acronym or "", *(a for a in centre.aliases if a.isupper())]
    courses = [c for c in knowledge.of("course") if c.centre == centre.id]
    return Raw(
        "centre", centre.id, [*_bilingual(centre.names), *((alias, None) for alias in centre.aliases)],
        [a for a in acronyms if a], [*centre.specialities.fr, *centre.specialities.en],
        [*centre.summaries.both(), *(t for c in courses for t in c.titles.both())],
        _place_words(centre, knowledge), frozenset({centre.country}), centre.id, _traits(
            country={centre.country}, mode={centre.type} & {"online"}, audience=centre.audience,
            language=centre.languages,
            field=(slug for c in courses for slug in c.fields), kind={centre.type}, status={centre.member_status},
        ), (centre.summaries,),
    )  # fmt: skip


def _raw_course(course: Course, knowledge: Knowledge) -> Raw:
    centre = knowledge.centre(course.centre)
    context = [*course.location.both()]
    if centre:
        context += [centre.acronym or "", *centre.names.both(), *centre.aliases, *_place_words(centre, knowledge)]
    fields = [knowledge.find("field", slug) for slug in course.fields]
    keywords = [
        text
        for field in fields
        if isinstance(field, Speciality)
        for text in (*field.names.both(), *field.aliases.fr, *field.aliases.en)
    ]
    return Raw(
        "course", course.id,
        [*_bilingual(course.titles), *_bare(course.titles), *((alias, None) for alias in course.aliases)],
        [a for a in course.aliases if a.upper() == a or " " not in a], keywords, [*course.summaries.both()],
        context, frozenset(course.countries), course.centre, _traits(
            country=course.countries, mode={course.mode}, audience=course.audience, language=course.languages,
            field=course.fields, level={course.level or ""}, cost={course.cost or ""}, centre={course.centre},
        ), (course.summaries,),
    )  # fmt: skip


def _raw_term(term: Term) -> Raw:
    short = [s for s in (*term.synonyms.fr, *term.synonyms.en) if _is_acronym(s)]
    return Raw(
        "term", term.id, _bilingual(term.names, term.synonyms), [*term.acronyms.both(), *short], [],
        [*term.definitions.both()], [], traits=_traits(domain={term.domain}), bilingual=(term.definitions,),
        described=(*term.descriptions.fr, *term.descriptions.en),
    )  # fmt: skip


def _raw_resource(resource: Resource) -> Raw:
    return Raw(
        "resource", resource.id, _bilingual(resource.titles, resource.paraphrases), [],
        [*resource.keywords], [*resource.answers.both()], [], bilingual=(resource.answers,),
    )  # fmt: skip


def _bare(titles: Bilingual) -> list[tuple[str, Language | None]]:
    """Give the titles without their parentheses: nobody types "(option du certificat et du master)"."""
    return [(text.split(" (")[0], language) for language in Language if " (" in (text := titles.get(language) or "")]


def _traits(**values: Iterable[str]) -> frozenset[str]:
    """Write what a record is as words that facets compare with: `mode:online`, `country:BJ`."""
    return frozenset(f"{name}:{value}" for name, its in values.items() for value in its if value)


def _place_words(centre: Centre, knowledge: Knowledge) -> list[str]:
    found = [centre.city or "", *centre.country_names.both()]
    country = knowledge.find("country", centre.country)
    if isinstance(country, Country):
        found += [*country.aliases.fr, *country.aliases.en, *country.demonyms]
    return [place for place in found if place]


def _is_acronym(text: str) -> bool:
    return " " not in text and sum(c.isupper() for c in text) > 1
