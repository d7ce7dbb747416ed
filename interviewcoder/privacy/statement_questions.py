"""The questions of the data handling statement, as a member of an ethics board asks them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question by its number; `group` heads the ones that belong together.

    `check` is how a reader can find out for themselves, without trusting the
    program.
    """

    n: int
    group: str
    text: str
    check: str


_HERE = "The network"
_PLACE = "Where the data lie"
_LOCKED = "Encryption and access"
_PEOPLE = "Consent and minimisation"
_NAMES = "De-identification"
_ENDS = "Retention and withdrawal"
_REST = "Sharing, loss and accuracy"

QUESTIONS: tuple[Question, ...] = (
    Question(
        1,
        _HERE,
        "Are recordings turned into text on the researcher’s own computer?",
        "Switch the network off, or pull the cable, and transcribe a recording: it works the same.",
    ),
    Question(
        2,
        _HERE,
        "Does the program send anything of the study over a network?",
        "Run “interviewcoder network-lock”, or watch it with the system’s own tools: docs/offline.md says how.",
    ),
    Question(
        3,
        _HERE,
        "Do other companies process the data, or does the program report its use or update itself?",
        "Read requirements.lock: it is the whole list of what the program is made of.",
    ),
    Question(
        4,
        _HERE,
        "Are recordings or transcripts used to train an artificial intelligence?",
        "Compute the SHA-256 of the model file yourself and compare it with the one its publisher gives.",
    ),
    Question(
        5,
        _PLACE,
        "Where are the data kept, and does a cloud service copy that place?",
        "Look at the folder in the file manager, and at the settings of OneDrive, Dropbox, iCloud or Nextcloud.",
    ),
    Question(
        6,
        _PLACE,
        "Does the program leave names or words of participants elsewhere on the computer?",
        "Search the computer for a participant’s name, or for a rare phrase of a transcript.",
    ),
    Question(
        7,
        _LOCKED,
        "Are the study’s files encrypted wherever they are stored?",
        "Open the project file in a text or hex editor: nothing can be read. Open the project with a wrong passphrase.",
    ),
    Question(
        8,
        _LOCKED,
        "Is the disk of the computer encrypted?",
        "Windows: “Device encryption” or BitLocker. macOS: Settings, FileVault. Linux: “lsblk” names “crypt”.",
    ),
    Question(
        9,
        _LOCKED,
        "Is the list that says who is behind a pseudonym kept apart from the data?",
        "Ask to see where the key (a file that ends in .ickey) lies, and try the project’s passphrase on it.",
    ),
    Question(
        10,
        _LOCKED,
        "Who can open the data?",
        "Ask who knows the passphrase. Look at the file’s permissions in the file manager.",
    ),
    Question(
        11,
        _LOCKED,
        "Is it recorded who opened, changed or exported the data, and would it show if that record were altered?",
        "Keep this page. “interviewcoder verify PROJECT --head HASH” tells later whether its hash is still there.",
    ),
    Question(
        12,
        _PEOPLE,
        "What did each participant consent to, and do the data keep to it?",
        "Compare the signed consent forms with the program’s list (Privacy › Consent and retention).",
    ),
    Question(
        13,
        _PEOPLE,
        "Were participants told that a program (speech recognition) writes down what they say?",
        "Read the information letter: it should name automatic transcription on the researcher’s computer.",
    ),
    Question(
        14,
        _PEOPLE,
        "Are only those data kept that the research question needs?",
        "Compare the classes of data counted here with the approved protocol.",
    ),
    Question(
        15,
        _NAMES,
        "Have the transcripts been de-identified, by whom and when?",
        "Read one de-identified transcript with the participant’s setting in mind.",
    ),
    Question(
        16,
        _NAMES,
        "Were all eighteen kinds of direct identifiers (HIPAA Safe Harbor) looked for?",
        "Read a transcript with the list of kinds beside it.",
    ),
    Question(
        17,
        _NAMES,
        "Could a participant be recognised by a combination of details, such as role and site?",
        "Look at the small groups listed here: would a colleague know who is meant?",
    ),
    Question(
        18,
        _NAMES,
        "Are quotes that leave the study free of identifiers, and only of those who agreed to be quoted?",
        "Export the codebook and search it for a participant’s name.",
    ),
    Question(
        19,
        _ENDS,
        "How long is each kind of data kept, and is anything overdue?",
        "Compare the dates with the approved protocol.",
    ),
    Question(
        20,
        _ENDS,
        "Are recordings destroyed once they are no longer needed?",
        "Ask to see the certificate of destruction, and try to play a recording in the program.",
    ),
    Question(
        21,
        _ENDS,
        "When a participant withdraws, is everything of theirs removed?",
        "Search the project and a restored backup for a phrase that the participant said.",
    ),
    Question(
        22,
        _ENDS,
        "Until when can participants withdraw, and do they know?",
        "Compare the dates with the consent form.",
    ),
    Question(
        23,
        _ENDS,
        "Are there backups, are they protected like the original, and does a withdrawal reach them?",
        "Open the folder of backups; restore one into another folder.",
    ),
    Question(
        24,
        _REST,
        "With whom have data of the study been shared?",
        "Ask a recipient for the file they have, and compare its SHA-256 with the ledger’s.",
    ),
    Question(
        25,
        _REST,
        "If the computer is lost or stolen, what could the finder read?",
        "Copy the project’s folder to another computer and try to read it without the passphrase.",
    ),
    Question(
        26,
        _REST,
        "Are the transcripts accurate, and how was that checked?",
        "Listen to two minutes of a recording with the transcript beside it.",
    ),
)
"""All of them, in order."""
