"""What the verbs of the command line do that bring in recordings and the models that transcribe them."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewcoder.cases import attributes, cases
from interviewcoder.errors import ModelDamaged, NotAllowed
from interviewcoder.project.file import Project
from interviewcoder.sources import adding_recordings, catalogue, importing, joining
from interviewcoder.sources.adding_recordings import OPUS_LOSS, Also
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.verbs import Entry, Meter, attribute_of, case_of, open_project, source_entry

if TYPE_CHECKING:
    from interviewcoder.transcription.align import Aligned


def add(options: Namespace) -> list[Entry]:
    """Add files, and tie them to a participant with what is known of them; one undoable step."""
    known = dict(attribute_of(text) for text in options.attribute)
    if known and not options.case:
        raise NotAllowed("An attribute belongs to a participant.", "Say which with --case.")
    if options.join and len(set(options.files)) < 2:
        raise NotAllowed("There is nothing to join.", "Name the parts of the interview in their order.")
    with open_project(options) as project:

        def tie(source_ids: Sequence[int]) -> None:
            if options.case:
                case = case_of(project, options.case)
                for source_id in source_ids:
                    cases.tie_source(project, case.id, source_id)
                attributes.describe_case(project, case.id, known)

        added = _added(project, options, tie)
        names = {case.id: case.name for case in cases.listing(project)}
        ids = {source.id for source in added}
        entries = [source_entry(project, source, names) for source in catalogue.listing(project) if source.id in ids]
    if not options.json:
        for entry in entries:
            if warning := entry.pop("warning"):
                print(f"interviewcoder: “{entry['name']}”: {warning}", file=sys.stderr)
    return entries


def _added(project: Project, options: Namespace, tie: Also) -> list[SourceView]:
    if not (options.join or options.opus or options.sound_only):
        incoming = importing.paired(importing.read_files(options.files))
        _tell_understood(incoming, options)
        return importing.add_read(project, incoming, on_progress=Meter("Adding"), also=tie)
    files: list[Path] = list(dict.fromkeys(options.files))
    interviews = adding_recordings.read_interviews([files] if options.join else [[file] for file in files])
    meter = Meter("Adding")
    steps = adding_recordings.adding_recordings(project, interviews, opus=options.opus, also=tie)
    try:
        while True:
            meter(*next(steps))
    except StopIteration as end:
        added: list[SourceView] = end.value
    finally:
        steps.close()
    if not options.json:
        for parts in interviews:
            if not options.opus:
                print(f"interviewcoder: {joining.words_for(parts)}", file=sys.stderr)
        if options.opus:
            before = sum(part.size_bytes for parts in interviews for part in parts)
            after = sum(adding_recordings.size_of_source(project, source.id) for source in added)
            print(f"interviewcoder: {before / 1e6:.1f} MB became {after / 1e6:.1f} MB. {OPUS_LOSS}", file=sys.stderr)
    return added


def _tell_understood(incoming: Sequence[importing.Incoming], options: Namespace) -> None:
    """Say of each transcript, in a line, what it was taken for."""
    for source in incoming:
        if source.read is not None and not options.json:
            print(f"interviewcoder: “{source.path.name}”: {source.understood()}.", file=sys.stderr)


def align(options: Namespace) -> Entry:
    """Give the words of a transcript the times of its recording; its text and codings stay as they are."""
    from interviewcoder.transcription import aligned_source

    with open_project(options) as project:
        source = catalogue.by_name(project, options.source)
        meter = Meter(f"Listening to {source.name}")
        model = Path(options.model) if os.sep in options.model else options.model
        steps = aligned_source.aligning(project, source.id, model=model, language=options.language)
        try:
            while True:
                progress = next(steps)
                meter(progress.stage, progress.share)
        except StopIteration as end:
            aligned: Aligned = end.value
        finally:
            steps.close()
    return {
        "source": source.name,
        "found": aligned.found,
        "words": aligned.total,
        "share": round(aligned.share, 3),
    }


def models(options: Namespace) -> Any:  # objects as JSON has them
    """List the Whisper models of this machine, add one, remove one, or check them all."""
    from interviewcoder.transcription import model_store, models

    if options.what is None and options.do in ("add", "remove"):
        raise NotAllowed(f"What shall be {options.do.removesuffix('e')}ed?", "Name a folder or file, or a model.")
    if options.do == "add":
        meter = Meter("Copying")
        return _model_entry(
            model_store.add(
                Path(options.what).expanduser(), name=options.name, on_progress=lambda share: meter("model", share)
            )
        )
    if options.do == "remove":
        model_store.remove(options.what)
        return {"removed": options.what}
    if options.do == "check":
        return _checked(options)
    return [_model_entry(view) for view in models.available()]


def _checked(options: Namespace) -> list[Entry]:
    """Check every model's weights anew; one that isn't whole is an error, and the others are still told."""
    from interviewcoder.transcription import model_store

    entries = []
    for name, outcome in model_store.check_all():
        if isinstance(outcome, ModelDamaged):
            options.failures.append(outcome)
            entries.append({"name": name, "state": "damaged"})
        else:
            entries.append(_model_entry(outcome))
    return entries


def _model_entry(view: Any) -> Entry:  # a ModelView: naming it would load the models' code for every verb
    from interviewcoder.transcription.estimate import estimate, is_measured
    from interviewcoder.transcription.published_models import PUBLISHED, UNKNOWN_ACCURACY, by_size

    published = PUBLISHED.get(view.name) or PUBLISHED.get(by_size(view.size_bytes) or "")
    return {
        "name": view.name,
        "size_bytes": view.size_bytes,
        "languages": "many" if view.multilingual else "English only",
        "state": "whole" if view.sha256_ok else "unknown model",
        "hour_takes_minutes": round(estimate(3_600_000, view.name, size_bytes=view.size_bytes) / 60),
        "measured_here": is_measured(view.name),
        "accuracy": published.accuracy if published and view.known else UNKNOWN_ACCURACY,
        "folder": str(view.path),
    }
