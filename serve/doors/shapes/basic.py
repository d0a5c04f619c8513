"""What the shapes share: days, spans and boxes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
SpanShape = Annotated[list[int], Field(min_length=2, max_length=2)]
BoxShape = Annotated[list[float], Field(min_length=5, max_length=5)]  # page, x0, y0, x1, y1
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
