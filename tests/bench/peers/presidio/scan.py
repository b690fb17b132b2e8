"""Prints how many distinct literals of a list are among the e-mail addresses that presidio's own recogniser finds in a file, and the seconds."""
import json
import sys
import time

from presidio_analyzer.predefined_recognizers import EmailRecognizer

with open(sys.argv[1]) as file:
    literals = set(file.read().split())
with open(sys.argv[2]) as file:
    text = file.read()
recognizer = EmailRecognizer()
start = time.perf_counter()
found = recognizer.analyze(text, ["EMAIL_ADDRESS"])
seen = {text[one.start : one.end].lower() for one in found} & literals
print(json.dumps({"distinct": len(seen), "build_s": 0, "search_s": time.perf_counter() - start}))
