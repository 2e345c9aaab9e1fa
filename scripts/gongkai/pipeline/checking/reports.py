"""A check's report in the form that is asked for, on standard output."""

import sys
from collections.abc import Sequence

from gongkai.pipeline.checking.check import Checked, known_rules
from gongkai.pipeline.checking.formats import as_github, as_json, as_markdown
from gongkai.pipeline.checking.sarif import as_sarif
from gongkai.pipeline.checking.spots import Choice
from gongkai.pipeline.checking.text import print_text


def printed(found: Sequence[Checked], choice: Choice, form: str) -> None:
    """Prints the report: text, json, sarif, markdown or github."""
    if form == "text":
        print_text(found, choice)
        return
    if form == "json":
        text = as_json(found, choice)
    elif form == "sarif":
        text = as_sarif(found, choice, known_rules())
    elif form == "markdown":
        text = as_markdown(found, choice)
    else:
        text = "\n".join(as_github(found, choice))
    # A name of bytes that are no text stays an escape, which JSON has too.
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + ("\n" if text else ""))
