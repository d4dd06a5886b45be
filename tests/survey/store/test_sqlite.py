from __future__ import annotations

import os
import secrets
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from survey.errors import UnreadableFile
from survey.store import SqliteStore, StoreClosed
from survey.store import sqlite as store_module

CANARY = b"canary-in-a-response"


@pytest.fixture
def store(tmp_path):
    with SqliteStore(tmp_path / "answers.sqlite") as opened:
        yield opened


def handed_in(store: SqliteStore, sealed: bytes = b"sealed", response: bytes | None = None) -> bytes:
    draft, response = secrets.token_bytes(16), response or secrets.token_bytes(16)
    store.new_draft(draft, b"closed").result()
    assert store.submit("s", draft=draft, response=response, sealed=sealed).result() == 1
    return response


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_a_draft_is_kept_changed_and_forgotten(store):
    store.new_draft(b"a", b"one").result()
    assert store.save_draft(b"a", b"two").result() == 1
    assert store.load_draft(b"a") == b"two"
    assert store.delete_draft(b"a").result() == 1
    assert store.load_draft(b"a") is None


def test_a_late_save_does_not_bring_a_deleted_draft_back(store):
    store.new_draft(b"a", b"one").result()
    store.delete_draft(b"a").result()
    assert store.save_draft(b"a", b"late").result() == 0
    assert store.load_draft(b"a") is None


def test_a_draft_can_move_to_a_new_id(store):
    store.new_draft(b"a", b"one").result()
    store.save_draft(b"a", b"two", as_id=b"b").result()
    assert (store.load_draft(b"a"), store.load_draft(b"b")) == (None, b"two")


def test_submitting_deletes_the_draft(store):
    store.new_draft(b"a", b"one").result()
    assert store.submit("s", draft=b"a", response=b"r", sealed=b"sealed").result() == 1
    assert store.load_draft(b"a") is None
    assert store.responses("s") == [b"sealed"]


def test_the_same_draft_handed_in_twice_is_one_row(store):
    store.new_draft(b"a", b"one").result()
    twice = [store.submit("s", draft=b"a", response=b"r", sealed=b"sealed") for _ in range(2)]
    assert [done.result() for done in twice] == [1, 0]
    assert store.count("s") == 1
    assert store.has_response("s", b"r")


def test_a_hundred_simultaneous_submissions_of_one_draft_are_one_row(store):
    store.new_draft(b"a", b"one").result()
    threads = [
        threading.Thread(target=lambda: store.submit("s", draft=b"a", response=b"r", sealed=b"x").result())
        for _ in range(100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count("s") == 1


def test_studies_are_kept_apart(store):
    handed_in(store)
    assert store.responses("other") == []
    assert store.count("other") == 0


def test_withdrawal_removes_the_row_and_its_bytes(tmp_path):
    with SqliteStore(tmp_path / "answers.sqlite") as store:
        handed_in(store, b"another")
        response = handed_in(store, CANARY)
        assert store.withdraw("s", response).result() == 1
        assert store.withdraw("s", response).result() == 0
    assert CANARY not in all_bytes(tmp_path)


def test_a_handed_in_draft_leaves_no_byte_behind(tmp_path):
    with SqliteStore(tmp_path / "answers.sqlite") as store:
        store.new_draft(b"draft-id-16bytes", CANARY * 300).result()
        store.submit("s", draft=b"draft-id-16bytes", response=b"r", sealed=b"sealed").result()
    left = all_bytes(tmp_path)
    assert CANARY not in left
    assert b"draft-id-16bytes" not in left
    assert b"sealed" in left


def test_the_log_is_emptied_within_the_checkpoint_time(tmp_path):
    with SqliteStore(tmp_path / "answers.sqlite", checkpoint=0.2) as store:
        handed_in(store)
        log = tmp_path / "answers.sqlite-wal"
        end = time.monotonic() + 5
        while log.stat().st_size and time.monotonic() < end:
            time.sleep(0.05)
        assert log.stat().st_size == 0


def test_a_closed_store_leaves_one_file_and_takes_nothing_more(tmp_path):
    store = SqliteStore(tmp_path / "answers.sqlite")
    waiting = store.new_draft(b"a", b"one")
    store.close()
    store.close()
    assert waiting.result() == 1
    assert [file.name for file in tmp_path.iterdir()] == ["answers.sqlite"]
    with pytest.raises(StoreClosed, match="Start it again"):
        store.save_draft(b"a", b"one")


def test_a_draft_expires(tmp_path, monkeypatch):
    with SqliteStore(tmp_path / "answers.sqlite", checkpoint=0.1) as store:
        store.new_draft(b"a", b"one").result()
        week = store_module.this_week()
        monkeypatch.setattr(store_module, "this_week", lambda: week + 1)
        assert store.load_draft(b"a") == b"one"
        monkeypatch.setattr(store_module, "this_week", lambda: week + 2)
        assert store.load_draft(b"a") is None
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM drafts").fetchone() == (0,)
    connection.close()


def test_the_file_keeps_no_time_no_order_and_no_row_number(store, tmp_path):
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as connection:
        columns = {
            row[1] for table in ("drafts", "responses") for row in connection.execute(f"PRAGMA table_info({table})")
        }
        assert columns == {"id", "expires", "closed", "study", "sealed"}
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            connection.execute("SELECT rowid FROM responses")
    connection.close()


@pytest.mark.parametrize("size", [40, 4440], ids=["short", "as sealed"])
def test_the_order_of_arrival_cannot_be_read_from_the_file(tmp_path, size):
    """Where a response lies in the file says nothing of when it came; an ordinary table is the positive control.

    What is as long as a sealed response continues on overflow pages, and these are handed out one after another.
    """
    arrivals = [secrets.token_bytes(size) for _ in range(200)]
    with SqliteStore(tmp_path / "answers.sqlite") as store:
        for sealed in arrivals:
            handed_in(store, sealed)
    with sqlite3.connect(tmp_path / "control.sqlite") as control:
        control.execute("CREATE TABLE responses (sealed BLOB)")
        control.executemany("INSERT INTO responses VALUES (?)", [(sealed,) for sealed in arrivals])
    control.close()

    def matches(file: str) -> int:
        content = (tmp_path / file).read_bytes()
        with sqlite3.connect(tmp_path / file) as connection:
            rows = [row[0] for row in connection.execute("SELECT sealed FROM responses")]
        connection.close()
        heads = sorted(arrivals, key=lambda sealed: content.index(sealed[:40]))
        tails = sorted(arrivals, key=lambda sealed: content.index(sealed[-40:]))
        orders = (rows, heads, heads[::-1], tails, tails[::-1])
        return max(sum(a == b for a, b in zip(order, arrivals, strict=True)) for order in orders)

    assert matches("answers.sqlite") <= 10
    assert matches("control.sqlite") == 200


def test_what_a_killed_form_left_behind_is_set_in_no_order_at_the_next_start(tmp_path, root):
    path = tmp_path / "answers.sqlite"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path], cwd=root, stdout=subprocess.PIPE, text=True)
    for _ in range(100):
        writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    log = tmp_path / "answers.sqlite-wal"
    assert log.stat().st_size
    with SqliteStore(path):
        end = time.monotonic() + 5
        while log.stat().st_size and time.monotonic() < end:
            time.sleep(0.05)
        assert log.stat().st_size == 0


def test_the_store_goes_on_when_it_could_not_be_tidied(tmp_path, monkeypatch):
    def disk_is_full(_connection: object, *, written: bool) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store_module, "_tidy", disk_is_full)
    with SqliteStore(tmp_path / "answers.sqlite", checkpoint=0.05) as store:
        time.sleep(0.2)
        assert store.new_draft(b"a", b"one").result(timeout=5) == 1


def test_only_its_owner_can_read_the_store(store, tmp_path):
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"no database" * 100, b"\x00" * 5000])
def test_a_file_of_another_kind_is_refused_and_left_as_it_was(tmp_path, content):
    (tmp_path / "notes.txt").write_bytes(content)
    with pytest.raises(UnreadableFile, match="cannot be used as a store"):
        SqliteStore(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_bytes() == content


def test_a_folder_that_is_absent_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match="absent"):
        SqliteStore(tmp_path / "absent" / "answers.sqlite")


def test_a_job_that_fails_leaves_the_others_of_its_group_alone(store):
    first = store.new_draft(b"a", b"one")
    again = store.new_draft(b"a", b"clash")
    other = store.new_draft(b"b", b"two")
    assert first.result() == other.result() == 1
    with pytest.raises(sqlite3.IntegrityError):
        again.result()


def test_many_waiting_jobs_share_their_commits(store, monkeypatch):
    sizes, commit = [], store_module._commit

    def counted(connection, group):
        sizes.append(len(group))
        commit(connection, group)

    monkeypatch.setattr(store_module, "_commit", counted)
    for done in [store.new_draft(secrets.token_bytes(16), b"x" * 4096) for _ in range(2000)]:
        done.result()
    assert sum(sizes) == 2000
    assert len(sizes) < 500


WRITER = """
import secrets, sys
from pathlib import Path
from survey.store import SqliteStore
store = SqliteStore(Path(sys.argv[1]))
while True:
    ids = [secrets.token_bytes(16) for _ in range(20)]
    for done in [store.new_draft(id, b"draft") for id in ids]: done.result()
    for id, done in [(id, store.submit("s", draft=id, response=id, sealed=b"sealed" + id)) for id in ids]:
        done.result()
        print(id.hex(), flush=True)
"""


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path, root):
    path = tmp_path / "answers.sqlite"
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, path], cwd=root, stdout=subprocess.PIPE, text=True)
        acknowledged = [writer.stdout.readline().strip() for _ in range(200)]
        os.kill(writer.pid, signal.SIGKILL)
        rest, _ = writer.communicate()
        acknowledged += [line for line in rest.split("\n")[:-1] if len(line) == 32]
        with SqliteStore(path) as store:
            kept = store.responses("s")
            assert all(store.has_response("s", bytes.fromhex(id)) for id in acknowledged)
        assert len(set(kept)) == len(kept)
