"""Prints the workflow that stands in a page of the documentation as an example."""
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
found = re.search(r"```yaml\n(on:.*?)```", text, re.DOTALL)
if not found:
    sys.exit("there is no example of a workflow in " + sys.argv[1])
print(found.group(1))
