#!/usr/bin/env python3
"""A coder for `annalist import --coder "python3 coder.py"`: finds who met whom.

Each line of standard input is an article; each event found in it is written as a line, and an empty
line after the last. docs/coder.md has the whole agreement.
"""

import json
import re
import sys

NAME = r"[A-Z][\w'-]*(?: (?:of |the )?[A-Z][\w'-]*)*"
MEETING = re.compile(rf"({NAME}) (?:met with|met|meets with|meets|held talks with) ({NAME})")


def events(article):
    text = article["text"]
    for found in MEETING.finditer(text):
        before = len(text[: found.start()].encode())
        quote = found.group(0)
        yield {
            "title": f"{found.group(1)} meets {found.group(2)}",
            "kind": "consult",
            "date": article.get("published"),
            "actors": [{"name": name, "role": "party"} for name in found.groups()],
            "confidence": 0.6,
            # Bytes, not characters; or leave them out, and the quote is looked for.
            "citations": [{"quote": quote, "start": before, "end": before + len(quote.encode())}],
        }


for line in sys.stdin:
    for event in events(json.loads(line)):
        print(json.dumps(event, ensure_ascii=False))
    print(flush=True)
