"""From a question to a cited answer."""

# Switches Haystack's telemetry off; before any module of this package, as those import Haystack in their first lines.
import index as _telemetry_off  # noqa: F401
