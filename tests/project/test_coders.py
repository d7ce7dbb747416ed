"""Coders: names, colours, and roles that are labels."""

from __future__ import annotations

import unicodedata

import pytest

from interviewcoder.errors import NameTaken, NotAllowed, NotFound
from interviewcoder.project import coders
from interviewcoder.project.changes import Changes
from interviewcoder.project.file import Project


def test_a_coder_is_added_with_a_colour_of_their_own_without_anybody_working_as_them(project: Project) -> None:
    at_work = project.coder
    ben = coders.add(project, "  Ben  Okri ", role="supervisor")
    assert (ben.name, ben.role) == ("Ben Okri", "supervisor")
    assert ben.colour != at_work.colour
    assert coders.listing(project) == [at_work, ben]
    assert project.coder == at_work


def test_a_new_name_stands_at_all_the_coder_did_and_whoever_shows_it_hears_of_it(project: Project) -> None:
    heard: list[Changes] = []
    project.subscribe(heard.append)
    renamed = coders.rename(project, project.coder.id, "Ada")
    assert project.coder == renamed == coders.by_name(project, "ada")
    assert [change.ids for change in heard] == [{"coder": frozenset({renamed.id})}]
    assert (project.log()[-1].label, project.log()[-1].coder) == ("Rename coder", "Ada")
    assert project.undo_label is None, "a name is no step of work"


def test_two_coders_cannot_have_one_name_however_it_is_written(project: Project) -> None:
    coders.add(project, "Ben")
    with pytest.raises(NameTaken, match="Ben"):
        coders.add(project, "BEN")
    with pytest.raises(NameTaken, match="needs a name"):
        coders.rename(project, project.coder.id, "   ")
    # One's own name may be written otherwise.
    assert coders.rename(project, coders.by_name(project, "Ben").id, "ben").name == "ben"


def test_one_person_is_one_coder_however_their_name_is_typed(project: Project) -> None:
    jose = coders.add(project, "José  Álvarez")
    for typed in ("JOSÉ ÁLVAREZ", unicodedata.normalize("NFD", "José Álvarez"), " José\tÁlvarez\n"):
        assert coders.work_as(project, typed) == jose
        assert coders.by_name(project, typed) == jose
        with pytest.raises(NameTaken):
            coders.add(project, typed)
    for nothing in ("\u200b", "\u202e\u2069", "\x00\x07"):
        with pytest.raises(NameTaken, match="needs a name"):
            coders.work_as(project, nothing)
    # What would turn round the text beside it is left out; what belongs to the name isn't.
    assert coders.add(project, "\u202eليلى\x00").name == "ليلى"
    assert coders.add(project, "👩🏽\u200d🔬 Zoë").name == "👩🏽\u200d🔬 Zoë"
    assert coders.add(project, "\ud800x").name == "x", "as the command line hands on bytes that are no text"


def test_colours_are_colours_and_roles_are_known_ones(project: Project) -> None:
    ben = coders.add(project, "Ben", colour="#AABBCC")
    assert ben.colour == "#aabbcc"
    assert coders.set_colour(project, ben.id, "#112233").colour == "#112233"
    with pytest.raises(NotAllowed, match="no colour"):
        coders.set_colour(project, ben.id, "red; background: url(x)")
    with pytest.raises(NotAllowed, match="no role"):
        coders.set_role(project, ben.id, "admin")
    with pytest.raises(NotFound):
        coders.set_role(project, 99, "reader")


def test_only_one_coder_stands_for_the_consensus(project: Project) -> None:
    ben, cleo = coders.add(project, "Ben"), coders.add(project, "Cleo", role="consensus")
    with pytest.raises(NotAllowed, match="“Cleo” stands for the consensus already"):
        coders.set_role(project, ben.id, "consensus")
    coders.set_role(project, cleo.id, "")
    assert coders.set_role(project, ben.id, "consensus").role == "consensus"


def test_who_works_is_told_by_name_and_nobody_knows_a_missing_coder(project: Project) -> None:
    with pytest.raises(NotFound, match="no coder “Zoe”"):
        coders.by_name(project, "Zoe")


def test_each_new_coder_has_the_colour_that_fewest_have(project: Project) -> None:
    coders.set_colour(project, project.coder.id, "#228833")
    colours = [project.coder.colour, *(coders.add(project, f"Coder {number}").colour for number in range(11))]
    assert len(set(colours)) == 12
