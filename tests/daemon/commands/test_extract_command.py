"""gazetted extract, as a user calls it."""

import json
import subprocess

import fastavro
import pytest

from support.daemon import ROOT, binary, gazetted

CONFIG = ("--config", "tests/cases/cases.yaml")
ARTICLE = {"id": "a1", "title": "OpenAI", "body": "Microsoft is in Japan."}


def extract(*arguments, **options):
    return gazetted("extract", *CONFIG, *arguments, cwd=ROOT, **options)


def events(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def names(done):
    return [event["entity"]["name"] for event in events(done)]


def test_text_marks_mentions_and_lists_entities(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(ARTICLE))
    done = extract(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("[OpenAI]\n\n[Microsoft] is in [Japan].\n\n")
    assert "wd:Q17" in done.stdout


def test_what_is_too_costly_is_read_in_part(tmp_path):
    config = tmp_path / "gazetted.yaml"
    config.write_text("input: {memory: 1MiB}\nrules:\n  packs:\n"
                      f"  - {ROOT}/tests/cases/names.tsv\n"
                      f"  - {ROOT}/tests/cases/shop\n")
    path = tmp_path / "long.txt"
    path.write_text("Microsoft is in Japan. " * 10_000)
    done = gazetted("extract", "--config", config, path)
    assert (done.returncode, done.stderr) == (0, "")
    read, rest = done.stdout.split("\n\n", 1)
    assert 100 < read.count("[Microsoft] is in [Japan].") < 10_000
    assert rest.startswith("  truncated: ")
    for form in ("json", "annotations"):
        done = gazetted("extract", "-f", form, "--config", config, path)
        assert all(one["truncated"] is True for one in events(done))


@pytest.mark.parametrize("name, text, found", [
    ("a.json", json.dumps(ARTICLE, indent=2), ["OpenAI", "Microsoft", "Japan"]),
    ("a.jsonl", json.dumps(ARTICLE) + '\n\n{"body": "Chile"}\n',
     ["OpenAI", "Microsoft", "Japan", "Chile"]),
    ("a.ndjson", '{"body": "Chile"}', ["Chile"]),
    ("a.txt", "Chile {and} Japan", ["Chile", "Japan"]),
    ("told-by-its-look", json.dumps(ARTICLE), ["OpenAI", "Microsoft", "Japan"]),
    ("lines", '{"body": "Chile"}\n{"body": "Japan"}', ["Chile", "Japan"]),
    ("words", "Chile", ["Chile"]),
])
def test_kinds_of_input(tmp_path, name, text, found):
    path = tmp_path / name
    path.write_text(text)
    done = extract("--format", "json", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert names(done) == found


@pytest.mark.parametrize("text, found", [
    (json.dumps(ARTICLE), ["OpenAI", "Microsoft", "Japan"]),
    (json.dumps(ARTICLE, indent=2), ["OpenAI", "Microsoft", "Japan"]),
    ('{"body": "Chile"}\n{"body": "Japan"}', ["Chile", "Japan"]),
    ("Chile {and} Japan", ["Chile", "Japan"]),
])
def test_standard_input_is_told_by_its_look(text, found):
    for arguments in (["-"], []):
        done = extract("--format", "json", *arguments, stdin=text)
        assert (done.returncode, done.stderr) == (0, "")
        assert names(done) == found


def test_folder_is_read_in_name_order(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.txt").write_text("Japan")
    (tmp_path / "a.txt").write_text("Chile")
    (tmp_path / "z.txt").write_text("China")
    (tmp_path / "notes.md").write_text("Ireland")
    (tmp_path / ".hidden.txt").write_text("Ireland")
    done = extract("-f", "json", tmp_path)
    assert names(done) == ["Chile", "Japan", "China"]


def test_bad_articles_are_named_and_the_others_done(tmp_path):
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"body": "Chile"}\n{"title": "x"}\nno json\n'
                    '{"body": "Japan"}\n')
    done = extract("-f", "json", path)
    assert done.returncode == 1
    assert names(done) == ["Chile", "Japan"]
    assert done.stderr == (
        f"{path}:2: error: no_field: body: no text at /body, /text, /content, "
        "/articleBody, /body_text\n"
        f"{path}:3: error: not_json: not JSON\n")


@pytest.mark.parametrize("arguments, status, message", [
    (["--format", "jsno"], 64,
     'error: unknown format "jsno", allowed are text, json, avro and '
     'annotations; did you mean "json"?\n'),
    (["--nonsense"], 64, "see gazetted extract --help\n"),
    (["no-such-file.json"], 1,
     "error: cannot open no-such-file.json: No such file or directory\n"),
    (["-o", "/no/such/folder/x", "README.md"], 1,
     "error: cannot write /no/such/folder/x: No such file or directory\n"),
])
def test_mistakes(arguments, status, message):
    done = extract(*arguments)
    assert done.returncode == status
    assert done.stderr.endswith(message)


@pytest.mark.parametrize("config, status", [
    ("wrokers: 1\n", 78),
    ("rules: {packs: [./no-such-list.tsv]}\n", 65),
    # Work on files needs no brokers and no secrets.
    ("kafka_secrets: {sasl.password: absent}\n"
     f"rules: {{packs: ['{ROOT}/tests/cases/names.tsv']}}\n", 0),
])
def test_status_tells_configuration_from_packs(tmp_path, config, status):
    path = tmp_path / "config.yaml"
    path.write_text(config)
    done = gazetted("extract", "--config", path, stdin="Japan")
    assert done.returncode == status
    assert ("error: " in done.stderr) == (status != 0)


def test_avro_container_reads_back(tmp_path):
    source = tmp_path / "a.json"
    source.write_text(json.dumps(ARTICLE))
    target = tmp_path / "events.avro"
    assert extract("-f", "avro", "-o", target, source).returncode == 0
    with open(target, "rb") as container:
        decoded = list(fastavro.reader(container))
    printed = events(extract("-f", "json", source))
    assert [e["event_id"] for e in decoded] == [e["event_id"] for e in printed]
    assert [e["mentions"] for e in decoded] == [e["mentions"] for e in printed]


def test_annotations_are_code_points_of_the_body():
    text = "🚀 Microsoft and the Chinese in Japan"
    done = extract("-f", "annotations", stdin=json.dumps(
        {"id": 7, "title": "OpenAI", "body": text}))
    line = json.loads(done.stdout)
    assert (line["id"], line["text"]) == ("7", text)
    assert [(text[e["start"]:e["end"]], e["type"]) for e in line["entities"]] \
        == [("Microsoft", "ORG"), ("Chinese", "NORP"), ("Japan", "LOC")]


def test_same_input_gives_same_bytes(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text((json.dumps(ARTICLE) + "\n") * 3)
    assert extract("-f", "json", path).stdout == \
        extract("-f", "json", path).stdout


def test_control_characters_do_not_reach_a_terminal():
    done = extract(stdin=json.dumps({"body": "Japan\u001b[31m red"}))
    assert "\u001b" not in done.stdout


def test_output_that_is_full_is_an_error():
    done = extract("-f", "avro", "-o", "/dev/full", stdin='{"body": "Japan"}')
    assert done.returncode == 1
    assert done.stderr == ("error: /dev/full: cannot write: No space left on "
                           "device\n")


@pytest.mark.parametrize("form", ["text", "json", "avro", "annotations"])
def test_input_is_not_overwritten(tmp_path, form):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(ARTICLE))
    done = extract("--format", form, "--output", path, path)
    assert (done.returncode, done.stdout) == (64, "")
    assert done.stderr == (f"error: {path} is read and would be overwritten; "
                           "name another file with --output\n")
    assert json.loads(path.read_text()) == ARTICLE


@pytest.mark.parametrize("arguments", [
    ["--version"], ["--help"], ["extract", "--help"], ["schema", "rules"],
    ["config", "default"], ["names", "find", "Chile", "tests/cases/names.tsv"],
    ["extract", *CONFIG, "tests/cases/cjk_names.json"],
    ["extract", *CONFIG, "-f", "json", "tests/cases/cjk_names.json"],
])
def test_full_disk_behind_standard_output(arguments):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([binary(), *arguments], stdout=full, cwd=ROOT,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot write to standard output")
    assert done.stderr.count("\n") == 1
