"""Every call to Milvus's client; what goes wrong there is told in Chinese, with what to do."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from index.engine import MilvusPlace
from index.milvus.schema import ABOUT_THE_DOCUMENT, ABOUT_THE_PASSAGE, LONGEST_TEXT, UNFILTERED_TEXTS, Entity
from ingest.errors import IndexBuildError

TOKEN_VARIABLE = "JUDIAN_MILVUS_TOKEN"  # 用户名:密码, or a key; never kept with a library
# More results or entities in one answer Milvus refuses.
MOST_RESULTS = 16_384
_SECONDS_TO_ASK = 30.0
_SECONDS_TO_WRITE = 300.0
# https://milvus.io/docs/index-explained.md: what a vector index is built and searched with.
_BUILD: Mapping[str, Mapping[str, Any]] = {
    "HNSW": {"M": 16, "efConstruction": 200},
    "HNSW_SQ": {"M": 16, "efConstruction": 200, "sq_type": "SQ8"},
    "IVF_FLAT": {"nlist": 1024},
    "IVF_SQ8": {"nlist": 1024},
}
_NPROBE = 64
_LEAST_EF = 256


class MilvusStore:
    """A connection to one server. Safe from any thread."""

    def __init__(self, place: MilvusPlace) -> None:
        """Connect; raises IndexBuildError where the client is not installed or the server cannot be reached."""
        self.place = place
        # Milvus Lite makes its indexes at the first question.
        self._seconds = _SECONDS_TO_WRITE if place.is_lite else _SECONDS_TO_ASK
        self._client = _connected(place)

    def close(self) -> None:
        """Let go of the server. Milvus Lite keeps its file until the process ends."""
        self._client.close()

    # Collections.

    def names(self, prefix: str) -> list[str]:
        """Return the names of the collections that begin so, sorted."""
        with self._told():
            return sorted(name for name in self._client.list_collections() if name.startswith(prefix))

    def ready(self, name: str) -> bool:
        """Whether there is a collection of this name; it is then in memory, as many times as there are replicas."""
        with self._told():
            if not self._client.has_collection(name):
                return False
            state = self._client.get_load_state(name).get("state")
            if getattr(state, "name", str(state)) != "Loaded":
                self._client.load_collection(name, replica_number=self.place.replicas, timeout=_SECONDS_TO_WRITE)
            return True

    def drop(self, name: str) -> None:
        """Remove a collection with all it has."""
        with self._told():
            self._client.drop_collection(name)

    def make_words(self, name: str) -> None:
        """Make an empty collection of passages by their words, ready for searching."""
        from pymilvus import DataType

        schema = self._schema("judian: passages by words")
        for field in ABOUT_THE_PASSAGE:
            schema.add_field(field.name, DataType.INT64)
        for text in UNFILTERED_TEXTS:
            schema.add_field(text, DataType.VARCHAR, max_length=LONGEST_TEXT)
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        sparse = {"field_name": "words", "index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
        self._make(name, schema, sparse, [f.name for f in (*ABOUT_THE_DOCUMENT, *ABOUT_THE_PASSAGE)])

    def make_vectors(self, name: str, dimension: int) -> None:
        """Make an empty collection of vectors, ready for searching."""
        from pymilvus import DataType

        schema = self._schema("judian: clauses by meaning")
        schema.add_field("stamp", DataType.VARCHAR, max_length=LONGEST_TEXT)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        kind = self.place.vector_index
        dense = {"field_name": "vector", "index_type": kind, "metric_type": "IP", "params": dict(_BUILD.get(kind, {}))}
        self._make(name, schema, dense, [f.name for f in ABOUT_THE_DOCUMENT])

    def schema_of(self, name: str) -> Any:
        """Return a collection's schema as the client has it, for writing files that are imported."""
        from pymilvus import CollectionSchema

        with self._told():
            return CollectionSchema.construct_from_dict(self._client.describe_collection(name))

    # Entities.

    def put(self, name: str, entities: Sequence[Entity]) -> None:
        """Keep entities, in the place of those with the same keys."""
        if entities:
            with self._told():
                self._client.upsert(name, data=[dict(e) for e in entities], timeout=_SECONDS_TO_WRITE)

    def settle(self, name: str) -> None:
        """After much was written: have Milvus Lite put it into files, whose indexes it makes once. A server does so itself."""
        if self.place.is_lite:
            with self._told():
                self._client.flush(name, timeout=_SECONDS_TO_WRITE)

    def remove(self, name: str, condition: str) -> None:
        """Remove the entities that a condition is true of."""
        with self._told():
            self._client.delete(name, filter=condition, timeout=_SECONDS_TO_WRITE)

    def count(self, name: str, condition: str) -> int:
        """Return how many entities a condition is true of."""
        with self._told():
            found = self._client.query(
                name,
                filter=condition,
                output_fields=["count(*)"],
                timeout=self._seconds,
                consistency_level="Strong",
            )
            return int(found[0]["count(*)"])

    def entities(self, name: str, condition: str, fields: Sequence[str], most: int = MOST_RESULTS) -> list[Entity]:
        """Return these fields of entities that a condition is true of, in no order."""
        with self._told():
            return list(
                self._client.query(
                    name,
                    filter=condition,
                    output_fields=list(fields),
                    limit=most,
                    timeout=self._seconds,
                    consistency_level="Strong",
                )
            )

    # Searching.

    def search_words(
        self, name: str, words: Mapping[int, float], limit: int, condition: str, *, fresh: bool
    ) -> list[tuple[int, float]]:
        """Return (clause row, score) of the passages with the highest inner products; a clause once for each of its passages."""
        return self._search(name, "words", dict(words), limit, condition, {}, "row", fresh=fresh)

    def search_vectors(
        self, name: str, vector: Sequence[float], limit: int, condition: str, *, fresh: bool
    ) -> list[tuple[int, float]]:
        """Return (clause row, score) of the clauses with the highest inner products."""
        kind = self.place.vector_index
        parameters: dict[str, Any] = {}
        if kind.startswith("HNSW"):
            parameters["ef"] = max(_LEAST_EF, 2 * limit)
        elif kind.startswith("IVF"):
            parameters["nprobe"] = _NPROBE
        elif kind == "DISKANN":
            parameters["search_list"] = max(_LEAST_EF, 2 * limit)
        return self._search(name, "vector", list(vector), limit, condition, parameters, "pk", fresh=fresh)

    def _search(
        self,
        name: str,
        field: str,
        vector: object,
        limit: int,
        condition: str,
        parameters: dict[str, Any],
        key: str,
        *,
        fresh: bool,
    ) -> list[tuple[int, float]]:
        with self._told():
            (found,) = self._client.search(
                name,
                data=[vector],
                anns_field=field,
                filter=condition,
                limit=min(limit, MOST_RESULTS),
                output_fields=[key],
                search_params={"metric_type": "IP", "params": parameters},
                timeout=self._seconds,
                consistency_level="Strong" if fresh else "Bounded",
            )
            return [(int(hit["entity"][key]), float(hit["distance"])) for hit in found]

    # Inside.

    def _schema(self, description: str) -> Any:
        from pymilvus import DataType, MilvusClient

        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False, description=description)
        schema.add_field("pk", DataType.INT64, is_primary=True)
        for field in ABOUT_THE_DOCUMENT:
            if field.is_text:
                schema.add_field(field.name, DataType.VARCHAR, max_length=LONGEST_TEXT)
            else:
                schema.add_field(field.name, DataType.INT64)
        return schema

    def _make(self, name: str, schema: Any, vectors: dict[str, Any], filtered: Sequence[str]) -> None:
        with self._told():
            self._client.create_collection(
                name, schema=schema, num_shards=self.place.shards, consistency_level="Bounded"
            )
            indexes = self._client.prepare_index_params()
            indexes.add_index(**vectors)
            for field in filtered:
                indexes.add_index(field_name=field, index_type="INVERTED")
            self._client.create_index(
                name, indexes, sync=False
            )  # each would be waited for; there is nothing in them yet
            self._client.load_collection(name, replica_number=self.place.replicas, timeout=_SECONDS_TO_WRITE)

    @contextmanager
    def _told(self) -> Iterator[None]:
        with told(self.place):
            yield


@contextmanager
def told(place: MilvusPlace) -> Iterator[None]:
    """A failure of the client becomes an IndexBuildError."""
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, RpcError) as error:
        raise _explained(place, error) from error


def _explained(place: MilvusPlace, error: Exception) -> IndexBuildError:
    message = str(getattr(error, "message", "")) or str(error)
    back = "或用 judian index use embedded 改回本机索引"
    if place.is_lite and "Open local milvus failed" in message:
        return IndexBuildError(
            place.uri,
            "Milvus Lite 的文件打不开，多半是另一个程序正在用它（它一次只供一个程序使用）",
            f"请等那个程序结束后再试，或改用 Milvus 服务，{back}",
        )
    lowered = message.lower()
    if any(sign in lowered for sign in ("fail connecting", "unavailable", "deadline", "timeout", "failed to connect")):
        return IndexBuildError(
            place.uri, f"连不上 Milvus（{message}）", f"请确认 Milvus 已经启动、地址和端口正确、网络可达，{back}"
        )
    if any(sign in lowered for sign in ("auth", "permission", "privilege")):
        return IndexBuildError(
            place.uri, f"Milvus 不让访问（{message}）", f"请把「用户名:密码」或密钥放进环境变量 {TOKEN_VARIABLE}"
        )
    return IndexBuildError(place.uri, f"Milvus 出错（{message}）", f"请查看 Milvus 的日志后重试，{back}")


def _connected(place: MilvusPlace) -> Any:
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # read when grpc is imported: remarks on every slow answer
    try:
        from pymilvus import MilvusClient

        if place.is_lite:
            import milvus_lite  # noqa: F401
    except ImportError as error:
        raise IndexBuildError(
            place.uri,
            f"没有安装 Milvus 的客户端（{error.name}）",
            '请运行 pip install "judian[milvus]"，或用 judian index use embedded 改回本机索引',
        ) from error
    # Its own lines say in English, with a traceback, what our error says.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    if place.is_lite:  # its server is in this process, and reports what it does not have and the client does without
        logging.getLogger("grpc._server").setLevel(logging.CRITICAL)
    with told(place):
        return MilvusClient(
            place.uri,
            db_name=place.database,
            token=os.environ.get(TOKEN_VARIABLE, ""),
            timeout=_SECONDS_TO_ASK,
        )
