"""Names of countries for display, from Unicode's CLDR.

The UN's own short names stand in storage/reference/countries.yaml and win where a record has them.
"""

from __future__ import annotations

from babel import Locale

from domain.vocabulary import Language

UN_NAMES = {
    Language.FR: {
        "CD": "République démocratique du Congo",
        "CG": "Congo",
        "CI": "Côte d’Ivoire",
        "LA": "Laos",
    },
    Language.EN: {
        "CD": "Democratic Republic of the Congo",
        "CG": "Congo",
        "CI": "Côte d’Ivoire",
        "LA": "Laos",
    },
}
"""Where CLDR and the United Nations differ for a country that postings name often."""


def country_name(code: str, language: Language) -> str:
    """Name a country by its ISO 3166-1 alpha-2 code; an unknown code is returned as it is."""
    known = UN_NAMES[language].get(code)
    return known or Locale(language.value).territories.get(code, code)
