"""The command line: the window, or one verb without it. Described in docs/cli.md."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import interviewcoder.agreement_verbs as agreement_verbs
import interviewcoder.merge_verbs as merge_verbs
import interviewcoder.privacy_verbs as privacy_verbs
import interviewcoder.review_copy_verbs as review_copy_verbs
import interviewcoder.review_verbs as review_verbs
import interviewcoder.team_report_verbs as team_report_verbs
import interviewcoder.team_verbs as team_verbs
import interviewcoder.verb_terms as verb_terms
import interviewcoder.withdrawal_verbs as withdrawal_verbs
from interviewcoder import __version__, encryption_verbs, pseudonym_verbs, sharing_terms, sharing_verbs, silencing_verbs
from interviewcoder.crash_report import report_of, write_to_stderr
from interviewcoder.errors import ExportFailed, InterviewCoderError

EXIT_DONE, EXIT_FAILED, EXIT_USAGE = 0, 1, 2
_NOTHING: tuple[object, ...] = ("", None, [], {})


def main(arguments: Sequence[str]) -> int:
    """Run one command line; returns 0, 1 (an error, said on stderr) or 2 (wrong usage)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Whatever the machine's language is, a word of an interview must never fail to be printed.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(list(arguments))
    except InterviewCoderError as error:
        _say(error)
    except KeyboardInterrupt:
        print("\ninterviewcoder: stopped. What was finished before is kept.", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _end_output()
    except Exception as error:  # noqa: BLE001  # Python would print the message, which may quote a participant
        print("interviewcoder: something went wrong, and it is our fault. What to tell us:", file=sys.stderr)
        write_to_stderr(report_of(error))
    return EXIT_FAILED


def _run(arguments: list[str]) -> int:
    named = next((word for word in arguments if not word.startswith("-")), "")
    if named in _VERBS or "-h" in arguments or "--help" in arguments or "--version" in arguments:
        options = _parsed(arguments)
        result = options.run(options)
        if result is not None:
            _print(result, as_json=options.json or getattr(options, "format", "") == "json")
        for failure in options.failures:
            _say(failure)
        return EXIT_FAILED if options.failures else EXIT_DONE
    return _open_window(arguments, named)


def _open_window(arguments: list[str], named: str) -> int:
    if not arguments:
        # Somebody waits for the window: nothing has to be understood first, and nothing that is loaded is garbage.
        gc.disable()
        from interviewcoder import app

        return app.run(None)
    usage = "interviewcoder [PROJECT]\n       interviewcoder VERB ...   (interviewcoder --help lists the verbs)"
    window = argparse.ArgumentParser(prog="interviewcoder", description="Open the window.", usage=usage)
    window.add_argument("project", nargs="?", type=Path, help="the project to open (.icproj)")
    if _looks_like_a_verb(named):
        window.error(_unknown_verb(named))
    options = window.parse_args(arguments)
    from interviewcoder import app

    return app.run(options.project)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    # argparse takes a list of names only where it stands before the options; a person writes it anywhere.
    names = [word for word in rest if not word.startswith("-")]
    if len(names) < len(rest) or (rest and not (hasattr(options, "sources") or hasattr(options, "files"))):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if names and hasattr(options, "sources"):
        options.sources += names
    elif names:
        options.files += [Path(name) for name in names]
    return options


def _looks_like_a_verb(word: str) -> bool:
    path = Path(word)
    try:
        return bool(word) and path.name == word and path.suffix != ".icproj" and not path.exists()
    except OSError:  # a name longer than any file's
        return True


def _unknown_verb(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, _VERBS)
    meant = f"did you mean {' or '.join(close)}?" if close else f"the verbs are {', '.join(_VERBS)}"
    return f"“{word}” is neither a verb nor a project's file; {meant}"


def _say(error: InterviewCoderError) -> None:
    print(f"interviewcoder: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)


def _end_output() -> None:
    """Let what can't be written any more go nowhere: Python would complain of it again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="interviewcoder",
        description="Transcribe, code and report interviews. Nothing leaves this machine.",
        epilog="Without a verb the window opens: interviewcoder [PROJECT]",
    )
    parser.add_argument("--version", action="version", version=f"interviewcoder {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print the result as JSON")
    common.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="a file whose first line is the passphrase (else $INTERVIEWCODER_PASSPHRASE, else it is asked for)",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for name, (about, add_arguments) in _VERBS.items():
        verb = verbs.add_parser(name, help=about, description=about, parents=[common])
        add_arguments(verb)
        if name in verb_terms.READING:
            verb_terms.add_read_only(verb)
        verb.set_defaults(run=_runner(name), failures=[])
    return parser


def _runner(name: str) -> Callable[[argparse.Namespace], Any]:
    def run(options: argparse.Namespace) -> Any:  # what `_show` prints: objects as JSON has them, or text
        from interviewcoder import finding_verbs, lock_verbs, recording_verbs, transcription_verbs, verbs, version_verbs

        homes = dict.fromkeys(("transcribe", "check"), transcription_verbs) | dict.fromkeys(
            ("add", "align", "models"), recording_verbs
        )
        homes["find"] = finding_verbs
        homes["versions"] = version_verbs
        homes["network-lock"] = lock_verbs
        homes["silence"] = silencing_verbs
        homes |= dict.fromkeys(("pseudonyms", "key"), pseudonym_verbs)
        homes["sharing"] = sharing_verbs
        homes |= dict.fromkeys(("verify", "log"), privacy_verbs)
        homes |= dict.fromkeys(withdrawal_verbs.VERBS, withdrawal_verbs)
        homes |= dict.fromkeys(team_verbs.VERBS, team_verbs)
        homes |= dict.fromkeys(team_report_verbs.VERBS, team_report_verbs)
        homes |= dict.fromkeys(merge_verbs.VERBS, merge_verbs)
        homes["agreement"] = agreement_verbs
        homes |= dict.fromkeys(review_copy_verbs.VERBS, review_copy_verbs)
        homes |= dict.fromkeys(review_verbs.VERBS, review_verbs)
        homes |= dict.fromkeys(("passphrase", "encrypt", "decrypt", "recovery-sheet"), encryption_verbs)
        home = homes.get(name, verbs)
        function: Callable[[argparse.Namespace], Any] = getattr(home, name.replace("-", "_"))
        return function(options)

    return run


def _print(result: Any, *, as_json: bool) -> None:
    """Print a verb's result.

    Raises:
        ExportFailed: the output can't be written.
    """
    try:
        _show(result, as_json=as_json)
        # Not sys.stdout.flush(): a bundle without a console has no stdout.
        print(end="", flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _end_output()
        raise ExportFailed(
            f"The result can't be printed: {error.strerror}.", "What the command did to the project is kept."
        ) from error


def _show(result: Any, *, as_json: bool) -> None:
    """Print a verb's result: JSON, or lines that a person reads."""
    if as_json:
        import json

        print(json.dumps(result, ensure_ascii=False, indent=2))
    elif isinstance(result, str):
        print(result)
    else:
        for entry in result if isinstance(result, list) else [result]:
            print("  ".join(f"{name}: {_plain(value)}" for name, value in entry.items() if value not in _NOTHING))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}={_plain(each)}" for name, each in value.items())
    return str(value)


def _add_demo(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--out", type=Path, metavar="DIR", default=Path("interviewcoder-demo"), help="where it is made")
    verb.add_argument("--no-window", action="store_true", help="don't open the window at the end")


def _add_new(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("--title", default="", help="the study's title (default: the file's name)")
    verb.add_argument("--no-passphrase", action="store_true", help="don't encrypt the project")


def _add_add(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE", help="recordings and typed transcripts")
    verb.add_argument("--join", action="store_true", help="they are the parts of one interview, in this order")
    verb.add_argument("--opus", action="store_true", help="store recordings as Opus: far smaller, with some loss")
    verb.add_argument("--sound-only", action="store_true", help="of videos, store the sound alone")
    verb.add_argument("--case", metavar="P07", help="the participant they belong to; added if new")
    verb.add_argument("--attribute", action="append", default=[], metavar="NAME=VALUE", help="what is known of them")


def _add_transcribe(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("sources", nargs="*", metavar="SOURCE", help="default: every recording without a transcript")
    verb.add_argument("--model", default="base", help="a Whisper model's name, or its folder (default: base)")
    verb.add_argument("--language", default="auto", help="a language code such as en, or auto")
    verb.add_argument(
        "--speakers", type=verb_terms.count, default=2, metavar="N", help="how many people speak (default: 2)"
    )
    verb.add_argument("--by-channel", action="store_true", help="a stereo recording with one speaker on each channel")
    rules = ("intelligent_verbatim", "full_verbatim", "dresing_pehl_simple", "dresing_pehl_extended")
    verb.add_argument("--rules", choices=rules, default=rules[0], help="transcription rules (default: %(default)s)")
    verb.add_argument("--term", action="append", metavar="WORD", help="a name or term that occurs; may be repeated")
    verb.add_argument("--translate", action="store_true", help="write English, whatever is spoken")


def _add_align(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("source", metavar="SOURCE")
    verb.add_argument("--model", default="base", help="a Whisper model's name, or its folder (default: base)")
    verb.add_argument("--language", default="auto", help="a language code such as en, or auto")


def _add_check(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("sources", nargs="*", metavar="SOURCE", help="default: every transcript")


def _add_transcript(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("source", metavar="SOURCE")
    verb.add_argument("--format", choices=("txt", "json", "vtt", "srt"), default="txt")


def _add_export_transcript(verb: argparse.ArgumentParser) -> None:
    verb_terms.add_project(verb)
    verb.add_argument("sources", nargs="*", metavar="SOURCE", help="default: every transcript")
    verb.add_argument("--out", type=Path, required=True, metavar="PATH", help="a file for one transcript, or a folder")
    verb.add_argument("--replace", action="store_true", help="write over older files of the same names and kind")
    formats = ("docx", "txt", "rtf", "vtt", "srt", "json", "eaf")
    verb.add_argument("--format", choices=formats, help="default: by the ending of --out, else docx")
    verb.add_argument("--numbers", choices=("lines", "turns", "none"), default="none")
    verb.add_argument(
        "--times",
        type=verb_terms.count,
        nargs="?",
        const=1,
        default=0,
        metavar="N",
        help="a time mark at each N-th turn's end",
    )
    verb.add_argument("--header", action=argparse.BooleanOptionalAction, default=True, help="what is known about it")
    verb.add_argument("--anonymous", action="store_true", help="I and P before the turns in the place of names")
    sharing_terms.add_terms(verb)


def _add_models(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("do", nargs="?", choices=("list", "add", "remove", "check"), default="list")
    verb.add_argument("what", nargs="?", metavar="PATH|NAME", help="a model's folder, .zip or .tar; or its name")
    verb.add_argument("--name", default="", help="what to call a model that isn't a published one")


_VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "demo": ("Do the main job on the sample study: recording, transcript, codes, codebook.docx.", _add_demo),
    "new": ("Make a new project.", _add_new),
    "add": ("Add recordings and typed transcripts: all of them, or none.", _add_add),
    "transcribe": ("Transcribe recordings with Whisper, on this machine.", _add_transcribe),
    "align": ("Give the words of a transcript made elsewhere the times of its recording.", _add_align),
    "check": ("Say where transcripts can't be trusted, and how far they are verified.", _add_check),
    "transcript": ("Print a transcript.", _add_transcript),
    "export-transcript": (
        "Write transcripts as Word, text, RTF, subtitle, JSON or ELAN files.",
        _add_export_transcript,
    ),
    "code": ("Give a passage a code.", verb_terms.add_code),
    "autocode": ("Code every passage that a search, a list, speakers or a question mean.", verb_terms.add_autocode),
    "codes": ("List the codebook.", verb_terms.add_project),
    "find": ("Find words in all sources, with the words around them.", verb_terms.add_find),
    "codings": ("List the coded passages.", verb_terms.add_codings),
    "codebook": ("Write the codebook, a paper's Table 2 or all codings.", verb_terms.add_codebook),
    "pseudonyms": ("List the pseudonyms, or replace words in all sources.", pseudonym_verbs.add_pseudonyms),
    "key": ("Let the key learn whom the pseudonyms stand for.", pseudonym_verbs.add_key),
    "silence": ("Write a recording with the replaced words silenced.", silencing_verbs.add_arguments),
    "sharing": ("List which files left the project, for whom, with their hashes.", sharing_verbs.add_sharing),
    **withdrawal_verbs.VERBS,
    **team_verbs.VERBS,
    **team_report_verbs.VERBS,
    **review_copy_verbs.VERBS,
    **merge_verbs.VERBS,
    "agreement": ("Say how far coders agree, and where they don't.", agreement_verbs.add_agreement),
    **review_verbs.VERBS,
    "versions": ("List the named versions of the codebook, or save one.", verb_terms.add_versions),
    "models": ("List, add, remove or check the Whisper models of this machine.", _add_models),
    "network-lock": ("Try to reach the network, and show how each attempt is refused.", lambda verb: None),
    "passphrase": ("Give a project and its backups another passphrase.", encryption_verbs.add_change),
    "encrypt": ("Encrypt a project that has no passphrase, and its backups.", encryption_verbs.add_change),
    "decrypt": ("Take the encryption of a project and its backups away.", encryption_verbs.add_decrypt),
    "recovery-sheet": ("Print the sheet that opens a project without its passphrase.", encryption_verbs.add_project),
    "undo": ("Take the last operation back.", verb_terms.add_project),
    "redo": ("Do the last undone operation again.", verb_terms.add_project),
    "log": ("List what was done, by whom and when; check it, or write it as an audit trail.", privacy_verbs.add_log),
    "verify": ("Make the data handling statement for an ethics board.", privacy_verbs.add_verify),
}
