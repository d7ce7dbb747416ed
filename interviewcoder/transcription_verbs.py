"""What the verb does that transcribes recordings."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing

from interviewcoder.errors import (
    Cancelled,
    InterviewCoderError,
    ModelDamaged,
    ModelMissing,
    StorageFailed,
    TranscriptionFailed,
)
from interviewcoder.project.file import Project
from interviewcoder.sources import catalogue
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.conventions import PRESETS, Conventions
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.transcript import refuse_if_coded, transcript_of
from interviewcoder.verbs import Entry, Meter, open_project


def transcribe(options: Namespace) -> list[Entry]:
    """Transcribe the named recordings, or all that weren't yet, one after another; one that fails stops no other."""
    with open_project(options) as project:
        wanted = _to_transcribe(project, options)
        if not wanted:
            print("interviewcoder: there is no recording without a transcript.", file=sys.stderr)
        done: list[Entry] = []
        for source in wanted:
            try:
                done.append(_transcribed(project, source, options))
            except KeyboardInterrupt:
                options.failures.append(Cancelled(f"Stopped; {_kept(len(done), len(wanted))}."))
                break
            except (ModelMissing, ModelDamaged, StorageFailed) as error:
                options.failures.append(error)  # and the next would end alike, some of them after hours
                break
            except InterviewCoderError as error:
                options.failures.append(error)
        if options.failures and len(wanted) > 1 and not isinstance(options.failures[-1], Cancelled):
            options.failures.append(TranscriptionFailed(f"{_kept(len(done), len(wanted))}."))
        return done


def check(options: Namespace) -> list[Entry] | str:
    """Look for the doubtful places of transcripts, and tell them with how far each is verified."""
    with open_project(options) as project:
        chosen = [catalogue.by_name(project, name) for name in dict.fromkeys(options.sources)]
        entries = []
        for source in chosen or [source for source in catalogue.listing(project) if source.has_text]:
            try:
                entries.append(_checked(project, source))
            except InterviewCoderError as error:
                options.failures.append(type(error)(f"“{source.name}”: {error.message}", error.hint))
        return entries if options.json else "\n".join(line for entry in entries for line in _told_check(entry))


def _checked(project: Project, source: SourceView) -> Entry:
    from interviewcoder.sources import findings, verification
    from interviewcoder.transcription.checking import check_again, outline_of

    outline_of(project, source.id)
    check_again(project, source.id)
    known = verification.verification_of(project, source.id)
    text = transcript_of(project, source.id).text
    found = findings.listing(project, source.id)
    share = known.coverage.share if known.coverage is not None else None
    return {
        "source": source.name,
        "speech_with_words": None if share is None else round(share, 4),
        "verified_ms": known.verified_ms,
        "verifier": known.verifier,
        "speech_verified": None if known.share is None else round(known.share, 4),
        "spent_ms": known.spent_ms,
        "open": sum(each.state == "open" for each in found),
        "findings": [
            {
                "kind": each.kind,
                "state": each.state,
                "start_ms": each.start_ms,
                "end_ms": each.end_ms,
                "words": each.span.text_in(text),
                "detail": dict(each.detail),
            }
            for each in found
        ],
    }


def _told_check(entry: Entry) -> list[str]:
    """A checked source in lines that a person reads."""
    facts = [f"{entry['open']} of {len(entry['findings'])} doubtful places open"]
    if entry["speech_with_words"] is not None:
        # Cut, not rounded: what is nearly all isn't all.
        facts.insert(0, f"{int(entry['speech_with_words'] * 1000) / 10} % of the speech has words")
    by = f" by {entry['verifier']}" if entry["verifier"] else ""
    facts.append(f"verified to {_clock(entry['verified_ms'])}{by}" if entry["verified_ms"] else "not verified")
    places = []
    for each in entry["findings"]:
        words = " ".join(each["words"].split())
        places.append(f"  {_clock(each['start_ms'])}  {each['state']:<9}  {each['kind']:<14}  {words}".rstrip())
    return [f"{entry['source']}: {'; '.join(facts)}", *places, "Words that aren't marked can be wrong as well."]


def _clock(moment_ms: int) -> str:
    minutes, seconds = divmod(moment_ms // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _to_transcribe(project: Project, options: Namespace) -> list[SourceView]:
    """The recordings that are asked for; what can't be done is refused before hours of work."""
    from interviewcoder.transcription.languages import refuse_unknown

    refuse_unknown(options.language)
    if not options.sources:
        return [s for s in catalogue.listing(project) if s.media_id is not None and not s.transcribed]
    wanted = {source.id: source for source in (catalogue.by_name(project, name) for name in options.sources)}
    for source in wanted.values():
        refuse_if_coded(project, source.id)
    return list(wanted.values())


def _transcribed(project: Project, source: SourceView, options: Namespace) -> Entry:
    from interviewcoder.transcription.estimate import Stopwatch
    from interviewcoder.transcription.transcribing import transcribe as transcribing

    meter = Meter(f"Transcribing {source.name}")
    watch = Stopwatch(options.model, source.duration_ms or 0)
    hearing, conventions = _told_to_hear(options)
    steps = transcribing(project, source.id, hearing, conventions)
    # Closed by name: who stops the command shall not wait for a worker that nobody wants any more.
    with closing(steps):
        for progress in steps:
            watch.hear(progress.share)
            meter(progress.stage, progress.share)
    watch.stop()
    transcript = transcript_of(project, source.id)
    return {
        "source": source.name,
        "language": catalogue.by_name(project, source.name).language,
        "turns": len(transcript.turns),
        "words": len(transcript.words),
        "speakers": [speaker.label for speaker in transcript.speakers],
    }


def _told_to_hear(options: Namespace) -> tuple[Hearing, Conventions]:
    """What the recogniser is told, and the rules its words are written by."""
    conventions = PRESETS[options.rules]
    hearing = Hearing(
        model=options.model,
        language=options.language,
        speakers=None if options.by_channel else options.speakers,
        by_channel=options.by_channel,
        verbatim=conventions.keep_fillers,
        glossary=tuple(options.term or ()),
        translate=options.translate,
    )
    return hearing, conventions


def _kept(done: int, wanted: int) -> str:
    recordings = "recording" if wanted == 1 else f"{wanted} recordings"
    if not done:
        return f"the {recordings} was not transcribed" if wanted == 1 else f"none of {recordings} was transcribed"
    return f"{done} of {recordings} {'was transcribed and is kept' if done == 1 else 'were transcribed and are kept'}"
