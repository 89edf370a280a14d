#!/usr/bin/env python3
"""Judges JSON files by a JSON Schema (draft 2020-12), which is judged first.

    validate_json.py SCHEMA FILE...

Prints a line for each fault: the file, the place, what is wrong.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema = json.loads(Path(sys.argv[1]).read_text())
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for name in sys.argv[2:]:
    for fault in validator.iter_errors(json.loads(Path(name).read_text())):
        place = "/".join(str(part) for part in fault.absolute_path)
        print(f"{name}: {place}: {fault.message[:200]}")
