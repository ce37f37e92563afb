"""`python -m tests.review.corpus`: how good the review's checks are; with --write, the wording ones into the help too."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django

django.setup()

from tests.review import situations
from tests.review.corpus.scores import FRAGMENT, fragment, table

print(table())
print()
print(situations.table())
if "--write" in sys.argv[1:]:
    FRAGMENT.write_text(fragment())
