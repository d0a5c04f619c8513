"""The two rankings kept by Milvus, for libraries past one machine: the face of index/clause_index.py over a server.

`settings` says which server; `weights` make our own BM25 an inner product; `store` is every call to the client;
`words` and `meanings` write what the library has; `ranking` answers. Only imported where Milvus is chosen.
"""
