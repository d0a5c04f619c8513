"""The library of documents and the indexes over its clauses."""

import os

# Haystack reports usage unless told otherwise before its first import. Offices' machines do not phone home.
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
