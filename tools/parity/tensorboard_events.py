"""Event files by TensorBoard itself.

Writes packages/pipeline/test/fixtures/tensorboard-events.json: the bytes of events as TensorBoard's own record
writer makes them. With --read FOLDER it prints what TensorBoard's own reader finds there, run by run, and fails
where it finds nothing:

    python3 -m venv .venv && .venv/bin/pip install tensorboard "setuptools<81"
    .venv/bin/python tools/parity/tensorboard_events.py --read runs/demo-1/tensorboard
"""

import argparse
import io
import json
import pathlib
import sys

from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

FIXTURE = pathlib.Path(__file__).parents[2] / "packages/pipeline/test/fixtures/tensorboard-events.json"


def record(event: Event) -> str:
    buffer = io.BytesIO()
    RecordWriter(buffer).write(event.SerializeToString())
    return buffer.getvalue().hex()


def write_fixture() -> None:
    values = {"train/reward": 1.5, "train/kl": -0.25, "eval/Ödem": 1e-9}
    summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
    start = SessionLog(status=SessionLog.START)
    events = [
        ({"kind": "version"}, Event(wall_time=1.25, file_version="brain.Event:2")),
        ({"kind": "start", "step": 300}, Event(wall_time=1.25, step=300, session_log=start)),
        ({"kind": "scalars", "step": 70000, "values": values}, Event(wall_time=1.25, step=70000, summary=summary)),
    ]
    rows = [{"content": content, "seconds": 1.25, "record": record(event)} for content, event in events]
    FIXTURE.parent.mkdir(exist_ok=True)
    FIXTURE.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")


def read(folder: str) -> None:
    multiplexer = EventMultiplexer()
    multiplexer.AddRunsFromDirectory(folder)
    multiplexer.Reload()
    runs = multiplexer.Runs()
    found = {
        run: {tag: [(event.step, event.value) for event in multiplexer.Scalars(run, tag)] for tag in tags["scalars"]}
        for run, tags in runs.items()
    }
    if not any(found.values()):
        sys.exit(f"TensorBoard finds no scalars in {folder}")
    print(json.dumps(found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--read")
    arguments = parser.parse_args()
    if arguments.read:
        read(arguments.read)
    else:
        write_fixture()
