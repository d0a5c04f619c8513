"""The OpenAPI description: what the routes say of themselves, with what every key means."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from serve.doors.shapes.jobs import ProblemShape
from serve.doors.shapes.meanings import meaning_of

_INTRODUCTION = """从正式文件里找出条款来回答：每句话都注明出自哪一份文件的哪一条。

- 对象与命令 `judian … --json` 相同，见 docs/contract.md；不适用的键是 null 或 []，从不缺少。
- 日期写成 2024-05-01；span 是 [起, 止)，按文件存下的文本的字数计。
- 出错时的回答是 application/problem+json（RFC 9457），detail 说明错在哪里、怎么办。
- 不认识的参数按错误处理，不会悄悄略过。
- 等待的请求太多时回答 429 或 503，Retry-After 是再试前要等的秒数。
"""
_TAGS = (
    ("问答与查找", "提问和查找条款。"),
    ("比对", "把一个主题并排比较，或比较新旧两版。"),
    ("文件与条款", "目录、文件、条款。"),
    ("核对与更正", "要核对的字段、更正和更正日志。"),
    ("移出与恢复", "把文件移出资料库，三十天内可以恢复。"),
    ("项目", "存下的比对项目和培训项目。"),
    ("入库", "把文件收入资料库：马上返回任务，后台进行。"),
    ("任务", "入库和培训任务的进度、结果、文件和中断。"),
    ("培训", "按主题或条款做一套培训材料。"),
    ("运行状况", "给监控用，不必登录。"),
)


def description_of(app: FastAPI) -> dict[str, Any]:
    """The description of the whole door, made once."""
    if app.openapi_schema is None:
        description = get_openapi(
            title=app.title,
            version=app.version,
            description=_INTRODUCTION,
            routes=app.routes,
            tags=[{"name": name, "description": text} for name, text in _TAGS],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        schemas = description["components"]["schemas"]
        schemas["ProblemShape"] = TypeAdapter(ProblemShape).json_schema(ref_template="#/components/schemas/{model}")
        schemas["InvalidValueShape"] = schemas["ProblemShape"].pop("$defs")["InvalidValueShape"]
        _require_something(description)
        for name, schema in schemas.items():
            _explain(name, schema)
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        app.openapi_schema = description
    return app.openapi_schema


def _require_something(description: dict[str, Any]) -> None:
    """Say that an upload has files, or paths: FastAPI describes each alone."""
    description["paths"]["/ingest"]["post"]["requestBody"]["required"] = True
    upload = description["components"]["schemas"]["Body_ingest_files_ingest_post"]
    upload["description"] = "files 和 paths 至少写一样。"
    upload["anyOf"] = [{"required": ["files"]}, {"required": ["paths"]}]
    upload["additionalProperties"] = False
    upload["properties"]["files"]["items"] = {"contentMediaType": "application/octet-stream"}  # bytes: of no JSON type
    for described in upload["properties"].values():
        described["minItems"] = 1
    check = description["components"]["schemas"]["Body_check_material_training_check_post"]
    check["description"] = "一个文件。"
    check["additionalProperties"] = False
    check["properties"]["file"]["format"] = "binary"


def _explain(name: str, schema: dict[str, Any]) -> None:
    """Say what each key of an object means, where it does not say so itself."""
    for key, described in schema.get("properties", {}).items():
        described.pop("title", None)  # the key in English once more
        meaning = meaning_of(name, key)
        if meaning and "description" not in described:
            described["description"] = meaning
