"""The question engine: `answer(question, context, index, today)` gives an `Answer`, and touches nothing.

The stages, each in its own file and able to explain itself: `normalise`, `lexicon` and `reading` (words, stems,
spelling, phrases), `guards` (small talk, abuse), `language`, `intents` and `facets` (what is asked), `dialogue` (what a
follow-up leans on), `lookup` (the exact name), `sets` (lists and filters), `rank` and `gate` (the best record, or
none), `describe` and `compare`, all called from `engine`.

The core imports the standard library only, with two exceptions that live here: RapidFuzz, for spelling distance, and
PyStemmer, for French and English stems; both are pure computation and not worth writing anew.
"""
