"""The engine port and its adapters: an embedded Oxigraph store, or any SPARQL 1.1 endpoint. Level 2."""

from kinset.engine.embedded import EmbeddedEngine
from kinset.engine.port import Engine, Table
from kinset.engine.remote import RemoteEngine

__all__ = ["EmbeddedEngine", "Engine", "RemoteEngine", "Table"]
