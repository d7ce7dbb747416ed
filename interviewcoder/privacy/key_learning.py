"""What a key learns from its project, and what it knows of the names to look for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from interviewcoder.privacy import pseudonyms
from interviewcoder.privacy.key_file import Entity, KeyFile, Person
from interviewcoder.privacy.known_names import KnownName
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CaseRow
from interviewcoder.sources.folding import fold


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a key learnt: how many pseudonyms, forms and participants are new to it.

    `astray` names the pseudonyms and participants it knows that are no longer
    in the project, by their UUIDs: nothing is forgotten unasked.
    """

    pseudonyms: int
    forms: int
    participants: int
    astray: tuple[str, ...]


def fill_from(key: KeyFile, project: Project) -> Learnt:
    """Let a key learn what the pseudonyms of its project stand for, from the words that they replace.

    What a person wrote into the key stays. Of a pseudonym that is new to it the
    longest form counts as the full one. One that was merged into another goes
    with its forms to that one.
    """
    known = {entity.pseudonym_uuid: entity for entity in key.entities()}
    forms_of = pseudonyms.known_forms(project)
    there = {view.uuid: view for view in pseudonyms.listing(project)}
    learnt: dict[str, Entity] = {}
    new_forms = 0
    for uuid, view in there.items():
        before = known.get(uuid, Entity(uuid, view.text))
        forms = tuple(form for form in forms_of.get(view.id, ()) if form not in before.variants)
        new_forms += len(forms)
        variants = before.variants + forms
        canonical = before.canonical or max(variants, key=len, default="")
        learnt[uuid] = replace(before, replacement=view.text, canonical=canonical, variants=variants)
    merged = _merged(known, learnt)
    key.put(*(entity for uuid, entity in learnt.items() if known.get(uuid) != entity))
    key.forget(*merged)
    new_persons, gone = _learn_participants(key, project)
    astray = tuple(uuid for uuid in known if uuid not in there and uuid not in merged) + gone
    return Learnt(len(learnt.keys() - known.keys()), new_forms, new_persons, astray)


def names_to_find(key: KeyFile, project: Project) -> tuple[KnownName, ...]:
    """All that a key knows of names: its list, the forms of its pseudonyms, and who the participants are."""
    ids = {view.uuid: view for view in pseudonyms.listing(project)}
    found = [KnownName(name.words, name.kind) for name in key.name_list()]
    for entity in key.entities():
        view = ids.get(entity.pseudonym_uuid)
        forms = dict.fromkeys((entity.canonical, *entity.variants))
        kind, id_ = (view.kind, view.id) if view is not None else ("name", None)
        found += [KnownName(form, kind, id_) for form in forms if form]
    found += [KnownName(person.real_name) for person in key.persons() if person.real_name]
    return tuple(found)


def _merged(known: dict[str, Entity], learnt: dict[str, Entity]) -> list[str]:
    """Those the project has no longer because they are one with another now; what was known of them goes there."""
    merged: list[str] = []
    for uuid, entity in known.items():
        folded = {fold(form) for form in entity.variants}
        if uuid in learnt or not folded:
            continue
        into = next((e for e in learnt.values() if folded <= {fold(form) for form in e.variants}), None)
        if into is not None:
            note = "\n".join(text for text in (into.note, entity.note) if text)
            learnt[into.pseudonym_uuid] = replace(into, note=note)
            merged.append(uuid)
    return merged


def _learn_participants(key: KeyFile, project: Project) -> tuple[int, tuple[str, ...]]:
    known = {person.participant_uuid: person for person in key.persons()}
    rows = project.session.execute(select(CaseRow.uuid, CaseRow.name).order_by(CaseRow.position)).tuples()
    there = {uuid: replace(known.get(uuid, Person(uuid, name)), name_in_project=name) for uuid, name in rows}
    key.put(*(person for uuid, person in there.items() if known.get(uuid) != person))
    return len(there.keys() - known.keys()), tuple(uuid for uuid in known if uuid not in there)
