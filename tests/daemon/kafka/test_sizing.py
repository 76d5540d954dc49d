"""gazetted-sizing(7) says what the sources say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "daemon/gazetted-sizing.7").read_text()
HEADER = (ROOT / "daemon/kafka/worker.h").read_text()
METRICS = "".join(path.read_text() for path in
                  sorted((ROOT / "daemon/observe").glob("*.c")))
MIB = 1 << 20
EVENT_BYTES, PACKING, PARTITIONS = 700, 2, 100  # of the page's example


def constant(name):
    text = re.search(rf"#define {name} +(\(.*\)|\d+)", HEADER).group(1)
    return eval(text.replace("(uint64_t)", ""), {})


@pytest.mark.parametrize("name", sorted(set(
    re.findall(r"^\.It Ic ((?:gazetted|process)_\w+)$", PAGE, re.MULTILINE))))
def test_metrics_exist(name):
    assert f'"{name}"' in METRICS


@pytest.mark.parametrize("row, value", [
    ("outputs in flight", f"{constant('GZ_WORKER_BYTES') // MIB} MiB"),
    ("beside each output", f"{constant('GZ_WORKER_OUTPUT_EXTRA')} B"),
    ("books", f"{constant('GZ_WORKER_RECORDS'):,} records"),
    ("each partition", f"{constant('GZ_WORKER_PARTITION_BYTES') // 1024} KiB"),
])
def test_terms(row, value):
    line = re.search(rf"^\.It {row}.*", PAGE, re.MULTILINE).group(0)
    assert value in line


def test_sum():
    bytes_of = {
        "fetched": 32 * MIB,
        "fetch": 8 * MIB * PACKING,
        "outputs": constant("GZ_WORKER_BYTES"),
        "extra": constant("GZ_WORKER_BYTES") / EVENT_BYTES
                 * constant("GZ_WORKER_OUTPUT_EXTRA"),
        "books": constant("GZ_WORKER_RECORDS") * 48,
        "arena": 16 * MIB,
        "partitions": PARTITIONS * constant("GZ_WORKER_PARTITION_BYTES"),
    }
    assert f"is {sum(bytes_of.values()) / MIB:.0f} MiB" in PAGE
