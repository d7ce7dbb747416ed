"""In interviews that people really gave, every word is found, through the index as without it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from interviewcoder.analysis import word_index
from interviewcoder.analysis.find import Finder
from interviewcoder.analysis.find_query import Matcher, Query
from interviewcoder.errors import ImportFailed
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.transcript import transcript_of

_MOST = 12
# Of every so many different words one is looked for: the frequent ones and the rare ones.
_EVERY = 61


def test_words_of_real_interviews_are_found_as_often_as_they_are_there(project: Project, shared_data: Path) -> None:
    paths = sorted(path for path in (shared_data / "transcripts").rglob("*") if path.suffix in (".txt", ".docx"))
    with project.op("Add interviews"):
        for path in paths[:_MOST]:
            try:
                importing.add_files(project, [path])
            except ImportFailed:  # no transcript after all
                continue
    texts = {source.id: transcript_of(project, source.id).text for source in catalogue.listing(project)}
    assert sum(map(len, texts.values())) > 50_000
    plain = re.compile(r"(?<![\w'’\-])[a-z]{2,}(?![\w'’\-])")
    there = {id_: Counter(plain.findall(text.lower())) for id_, text in texts.items()}
    everywhere = sum(there.values(), Counter[str]())
    for portion in (False, True):
        if portion:
            while word_index.bring_up_to_date(project, budget_s=0.05).left:
                pass
        for word, _ in everywhere.most_common()[::_EVERY]:
            found = {id_: len(spans) for id_, spans, _ in Finder(project, Matcher(Query(word))) if spans}
            # At least: “don't” holds a word to us that the plain count passes over, “Älter” one that it doesn't know.
            assert all(found.get(id_, 0) >= words[word] for id_, words in there.items()), word
            for id_, spans, _ in Finder(project, Matcher(Query(word, match_case=True, match_accents=True))):
                assert all(span.text_in(texts[id_]) == word for span in spans)
            if portion:
                assert Finder(project, Matcher(Query(word))).counts_at_once() == found
