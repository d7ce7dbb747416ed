"""Start here: the network is locked before anything else is imported."""

from __future__ import annotations

import sys

from interviewcoder.privacy import network_lock

network_lock.engage()


def main() -> int:
    """Run the window or a verb, or, asked by the program itself, the transcription worker."""
    from interviewcoder.project.key_memory import forbid_core_dumps

    forbid_core_dumps()
    if sys.argv[1:2] == ["--transcription-worker"]:
        from interviewcoder.transcription import worker

        return worker.main()
    from interviewcoder import cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
