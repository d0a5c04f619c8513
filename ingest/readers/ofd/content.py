"""What an OFD page paints: characters, pictures and paths, out of layers, blocks, composites, templates and notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import DroppedText, printed_length
from ingest.readers.ofd.drawing import Outline, colour, ruling_lines
from ingest.readers.ofd.resources import Resources
from ingest.readers.ofd.text import Char, place_text
from ingest.readers.ofd.values import (
    Rectangle,
    Transform,
    XmlElement,
    child,
    child_text,
    children,
    is_true,
    local_name,
    number,
    numbers,
    object_transform,
    origin,
    rectangle,
)

DEEPEST = 64  # blocks and composites inside one another
MOST_OBJECTS = 100_000  # of one page; composites may multiply each other
MOST_CHARACTERS = 50_000  # of one page; a sheet of A4 in the smallest print holds a quarter of it
MOST_OUTLINE_DATA = 3_000_000  # characters of path data of one page that are kept for a picture of it

HIDDEN = "不显示的文字（文件标明隐藏）"
TOO_DEEP = "嵌套过深或过多的对象中的文字"
TOO_MANY = "一页中超出上限的文字"
REPEATED = "模板页中每页重复的文字"
WATERMARK = "半透明文字（水印）"
MOST_RULINGS = 10_000  # paths of one page
FAINT = 0.5  # opacity of a watermark at most
LARGE_TYPE = 18.0  # points; a running head of a template is smaller, a red head is not


@dataclass(frozen=True, slots=True)
class Picture:
    """An image object on its page; the unit square is its own space."""

    part: str | None  # of the package; None: the resource is missing
    place: Transform

    @property
    def area(self) -> float:
        """Square millimetres."""
        return abs(self.place.a * self.place.d - self.place.b * self.place.c)


@dataclass(slots=True)
class PageContent:
    """Gathered from one page."""

    number: int
    box: Rectangle
    chars: list[Char] = field(default_factory=list)
    transparent: list[Char] = field(default_factory=list)  # painted without colour: the text layer over a scan
    pictures: list[Picture] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    taken_out: dict[str, list[str]] = field(default_factory=dict)  # text by reason
    characters: int = 0  # not white space, that the file paints here
    objects: int = 0
    outline_data: int = 0
    missing: int = 0  # composites that no resource describes

    @property
    def dropped(self) -> list[DroppedText]:
        """What was taken out, by name."""
        found = [DroppedText("".join(texts), reason, self.number) for reason, texts in self.taken_out.items()]
        return [entry for entry in found if entry.text.strip()]

    def drop(self, text: str, reason: str) -> None:
        """Name text that is not read."""
        self.taken_out.setdefault(reason, []).append(text)

    @property
    def drawings(self) -> list[Outline]:
        """Its paths that are more than ruling lines."""
        return [outline for outline in self.outlines if outline.is_drawing]

    def edges(self) -> list[dict[str, object]]:
        """The ruling lines of the page; none of a map or a plan, which has more lines than a table."""
        if len(self.outlines) > MOST_RULINGS:
            return []
        return [edge for outline in self.outlines for edge in ruling_lines(outline)]


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the walk stands."""

    place: Transform
    resources: Resources
    hidden: bool = False
    reason: str | None = None  # all text from here on is left out by this name
    is_repeated: bool = False  # in a template that an earlier page has shown
    depth: int = 0
    inside: frozenset[str] = frozenset()  # composites around it: one that holds itself ends there


def gather_page(root: XmlElement, resources: Resources, into: PageContent) -> None:
    """Add what the layers of a page paint."""
    _gather_layers(root, _Walk(_at_top_left(into.box), resources), into)


def gather_template(root: XmlElement, resources: Resources, into: PageContent, *, is_repeated: bool) -> None:
    """Add what a template page paints. Shown again, its large type (a red head) is no text of the later pages."""
    _gather_layers(root, _Walk(_at_top_left(into.box), resources, is_repeated=is_repeated), into)


def gather_annotation(annotation: XmlElement, resources: Resources, into: PageContent, reason: str) -> None:
    """Name the text that an annotation shows on the page; it is none of the notice's own."""
    hidden = not is_true(annotation.get("Visible"), True)
    for appearance in children(annotation, "Appearance"):
        x, y = origin(appearance.get("Boundary"))
        place = _at_top_left(into.box).after(Transform(e=x, f=y))
        _gather(appearance, _Walk(place, resources, hidden, HIDDEN if hidden else reason), into)


def _at_top_left(box: Rectangle) -> Transform:
    return Transform(e=-box.x, f=-box.y)


def _gather_layers(root: XmlElement, walk: _Walk, into: PageContent) -> None:
    content = child(root, "Content")
    if content is None:
        return
    for layer in content:
        # Text right under Content is against the standard, and shown by readers all the same.
        _gather(layer if local_name(layer) == "Layer" else [layer], walk, into)


def _gather(elements: XmlElement, walk: _Walk, into: PageContent) -> None:
    for element in elements:
        name = local_name(element)
        if name not in ("TextObject", "PathObject", "ImageObject", "PageBlock", "CompositeObject"):
            continue
        into.objects += 1
        if walk.depth > DEEPEST or into.objects > MOST_OBJECTS:
            _drop_all(element, TOO_DEEP, into)
        elif name == "TextObject":
            _add_text(element, walk, into)
        elif name == "PathObject":
            _add_path(element, walk, into)
        elif name == "ImageObject":
            _add_picture(element, walk, into)
        elif name == "PageBlock":
            _gather(element, _deeper(walk, element), into)
        else:
            _gather_composite(element, walk, into)


def _deeper(walk: _Walk, element: XmlElement) -> _Walk:
    return _Walk(
        place=walk.place,
        resources=walk.resources,
        hidden=walk.hidden or not is_true(element.get("Visible"), True),
        reason=walk.reason,
        is_repeated=walk.is_repeated,
        depth=walk.depth + 1,
        inside=walk.inside,
    )


def _gather_composite(element: XmlElement, walk: _Walk, into: PageContent) -> None:
    resource = (element.get("ResourceID") or "").strip()
    unit = walk.resources.composites.get(resource)
    if unit is None:
        into.missing += 1
    if unit is None or resource in walk.inside:
        return
    inner = _deeper(walk, element)
    _gather(
        child(unit, "Content") if child(unit, "Content") is not None else [],
        _Walk(
            place=walk.place.after(object_transform(element)),
            resources=walk.resources,
            hidden=inner.hidden,
            reason=walk.reason,
            is_repeated=walk.is_repeated,
            depth=inner.depth,
            inside=walk.inside | {resource},
        ),
        into,
    )


def _drop_all(element: XmlElement, reason: str, into: PageContent) -> None:
    for code in element.iter():
        if local_name(code) == "TextCode":
            text = "".join(code.itertext())
            into.characters += printed_length(text)
            into.drop(text, reason)


def _add_text(element: XmlElement, walk: _Walk, into: PageContent) -> None:
    if into.characters + sum(len(code.text or "") for code in children(element, "TextCode")) > MOST_CHARACTERS:
        _drop_all(element, TOO_MANY, into)
        return
    placed = place_text(element, walk.place.after(object_transform(element)), walk.resources.fonts)
    into.characters += printed_length(placed.text)
    if walk.reason is not None:
        into.drop(placed.text, walk.reason)
    elif walk.hidden or not is_true(element.get("Visible"), True):
        into.drop(placed.text, HIDDEN)
    elif placed.opacity <= 0:
        into.transparent += placed.chars
    elif placed.opacity <= FAINT:
        into.drop(placed.text, WATERMARK)
    elif walk.is_repeated and any(char["size"] >= LARGE_TYPE for char in placed.chars):
        into.drop(placed.text, REPEATED)
    else:
        into.chars += placed.chars


def _add_path(element: XmlElement, walk: _Walk, into: PageContent) -> None:
    if walk.hidden or walk.reason is not None or not is_true(element.get("Visible"), True):
        return
    data = child_text(element, "AbbreviatedData")
    into.outline_data += len(data)
    if not data or into.outline_data > MOST_OUTLINE_DATA:
        return
    fills = is_true(element.get("Fill"), False)
    into.outlines.append(
        Outline(
            data=data,
            place=walk.place.after(object_transform(element)),
            fills=fills,
            strokes=is_true(element.get("Stroke"), True),
            line_width=number(element.get("LineWidth"), 0.353),
            colour=colour(child(element, "FillColor" if fills else "StrokeColor")),
        )
    )


def _add_picture(element: XmlElement, walk: _Walk, into: PageContent) -> None:
    if walk.hidden or walk.reason is not None or not is_true(element.get("Visible"), True):
        return
    place = object_transform(element)
    if numbers(element.get("CTM"), 6) is None:
        box = rectangle(element.get("Boundary"))
        if box is None:
            return
        place = Transform(box.width, 0.0, 0.0, box.height, box.x, box.y)
    part = walk.resources.pictures.get((element.get("ResourceID") or "").strip())
    into.pictures.append(Picture(part, walk.place.after(place)))
