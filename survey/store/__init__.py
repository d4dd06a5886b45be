"""The store: closed drafts, sealed responses and codes, and nothing of who or when."""

from survey.store.interface import DRAFT_WEEKS, Store, StoreClosed, this_week
from survey.store.sqlite import SqliteStore, sealed_responses

__all__ = ["DRAFT_WEEKS", "SqliteStore", "Store", "StoreClosed", "sealed_responses", "this_week"]
