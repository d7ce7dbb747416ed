"""What the printed data handling statement says around its lines, for a reader who has never seen the program."""

from __future__ import annotations

from interviewcoder.privacy.statement import Line, Statement, Status, moment_words

TITLE = "Data handling statement"
INTRODUCTION = (
    "This statement answers the questions that an ethics board asks about the handling of interview data. It was made "
    "by InterviewCoder, the program in which the study’s recordings are transcribed and its transcripts coded. The "
    "program works on the researcher’s own computer alone: there is no account, no server, no cloud. It keeps a study "
    "in one encrypted file."
)
STATUS_WORDS: dict[Status, str] = {
    "proved": "Proved",
    "declared": "Declared",
    "not verifiable": "Not verifiable",
    "failed": "Failed",
}
MEANINGS: dict[Status, str] = {
    "proved": "The program tried it out while this statement was made, in a way that would have come out otherwise "
    "if it weren’t so. What was tried, and what it can’t tell, is said beside it.",
    "declared": "A person says so, by name and date: it can’t be tried out by a program.",
    "not verifiable": "No program can know, or there is nothing to check yet. Where the researcher is still to declare "
    "something, that is said beside it.",
    "failed": "The program tried it out and it is not so. What to do about it is said beside it.",
}
ORDER: tuple[Status, ...] = ("proved", "declared", "not verifiable", "failed")
BEYOND = (
    "It is about this computer and this project file at the moment named above. It doesn’t know of recorders, "
    "telephones, paper, e-mail, other copies of the file, or of what people say to each other.",
    "Names of coders are labels that people type; the program doesn’t check who they are.",
    "While the project is open, whoever sits at the computer can read it, and other programs of the same user could.",
    "The statement was made by the program that it is about. Each question therefore says how you can find out for "
    "yourself.",
)


def facts(statement: Statement) -> list[tuple[str, str]]:
    """What the statement is about, as labels and values."""
    told = [
        ("Study", statement.title),
        ("Project file", statement.file_name),
        ("Made", f"{moment_words(statement.made_at)}" + (f" by {statement.coder}" if statement.coder else "")),
        ("Program", f"InterviewCoder {statement.version}"),
    ]
    if statement.log is not None and statement.log.head:
        told.append(
            (
                "Seal of the activity log",
                f"{statement.log.head}\n(hash of entry {statement.log.entries:,}: on a paper copy it pins the log)",
            )
        )
    if statement.head_asked:
        told.append(("Seal asked for", head_words(statement)))
    told.append(("Hash of the answers", statement.sha256))
    return told


def head_words(statement: Statement) -> str:
    """Whether the hash that was asked for is in the log."""
    if statement.head_entry is None:
        return f"{statement.head_asked}: the log could not be read."
    if statement.head_entry == 0:
        return f"{statement.head_asked}: NOT in the log. The log was altered since, or it is another project’s."
    return f"{statement.head_asked}: still in the log, entry {statement.head_entry}."


def verdict(statement: Statement) -> str:
    """The outcome in a sentence or two."""
    counts = statement.counts
    if statement.damage:
        return f"The project file doesn’t open: {statement.damage} Only what needs no look into it was checked."
    if statement.failed:
        numbers = numbers_of(statement.failed)
        return f"A check failed: see {numbers}. It has to be mended before this statement can stand."
    open_lines = [line for line in statement.lines if line.waits]
    words = f"No check failed. {counts['proved']} of {len(statement.lines)} answers were tried out just now."
    if open_lines:
        wait = "waits" if len(open_lines) == 1 else "wait"
        words += f" {len(open_lines)} {wait} for the researcher’s word: {numbers_of(open_lines)}."
    nothing = [line for line in statement.lines if line.status == "not verifiable" and not line.asks]
    if nothing:
        words += f" Nothing to check yet: {numbers_of(nothing)}."
    return words


def numbers_of(lines: list[Line] | tuple[Line, ...]) -> str:
    """Questions by their numbers: question 7, questions 7, 8 and 9."""
    numbers = [str(line.n) for line in lines]
    if len(numbers) == 1:
        return f"question {numbers[0]}"
    return f"questions {', '.join(numbers[:-1])} and {numbers[-1]}"
