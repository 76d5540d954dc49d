"""The JSON Schema of rule files says what the reader says of their shape."""

import json
import re

import jsonschema
import pytest
import yaml

from support.daemon import ROOT, gazetted

ERRORS = ROOT / "tests/errors/rules"
# Cases of which all mistakes are of shape: keys, kinds of values, bounds.
SHAPES = """
choices confidence example_shape file_empty file_is_list grammar_class id_form
id_missing key_unknown key_unknown_far key_unknown_override key_unknown_top
kind_missing kind_twice list_name list_shape match_and_scan match_missing
numbers pattern_shape rule_is_text rules_is_mapping version version_missing
""".split()


@pytest.fixture(scope="module")
def validator():
    done = gazetted("schema", "rules")
    assert (done.returncode, done.stderr) == (0, "")
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def mistakes(validator, path):
    # libyaml, as in the program: the reader in Python takes no "role?" as is.
    document = yaml.load(path.read_text(encoding="utf-8"),
                         Loader=yaml.CSafeLoader)
    return [error.message for error in validator.iter_errors(document)]


def shipped():
    return sorted(path for path in (ROOT / "rules/packs").glob("*/*.yaml")
                  if path.name != "pack.yaml")


def test_shipped_files_follow_it(validator):
    for path in shipped():
        assert mistakes(validator, path) == [], path


@pytest.mark.parametrize("case", SHAPES)
def test_mistakes_of_shape_are_seen(validator, case):
    assert mistakes(validator, ERRORS / case / "rules.yaml")


def test_sound_shapes_are_not_marked(validator):
    """Files whose mistakes are no matter of shape."""
    sound = [path for path in sorted(ERRORS.glob("*/rules.yaml"))
             if path.parent.name.startswith(("role_", "macro_c", "macro_d",
                                             "pattern_q", "fact_t"))]
    assert len(sound) > 8
    for path in sound:
        assert mistakes(validator, path) == [], path


def keys_of(node):
    """Pairs (key, its schema) of all mappings in a schema."""
    for name, value in node.get("properties", {}).items():
        yield name, value
    for value in node.values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                yield from keys_of(child)


def test_every_key_is_explained(validator):
    found = list(keys_of(validator.schema))
    assert {"rules", "match", "hit", "append", "disabled"} <= {
        name for name, _ in found}
    for name, value in found:
        assert "description" in value, name


def test_the_manual_has_every_key_and_no_other(validator):
    page = (ROOT / "rules/language/gazetted-rules.5").read_text()
    said = set(re.findall(r"^\.It Ic (\w+)$", page, flags=re.MULTILINE))
    assert said == {name for name, _ in keys_of(validator.schema)}


def test_the_first_rule_of_the_manual(tmp_path):
    """What the manual begins with is found to be right."""
    page = (ROOT / "rules/language/gazetted-rules.5").read_text()
    blocks = re.findall(r"^\.Bd -literal -offset indent\n(.*?)^\.Ed$", page,
                        flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "mypack").mkdir()
    (tmp_path / "mypack/pack.yaml").write_text(blocks[0])
    (tmp_path / "mypack/cloud.yaml").write_text(blocks[1])
    names = ROOT / "tests/cases/names.tsv"
    config = tmp_path / "gazetted.yaml"
    config.write_text(f"rules:\n  packs: [{names}]\n")
    for command in ("check", "test"):
        done = gazetted(command, "--config", config, tmp_path / "mypack")
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_what_else_the_command_takes():
    for arguments in ([], ["lists"], ["rules", "more"]):
        done = gazetted("schema", *arguments)
        assert (done.returncode, done.stdout) == (64, "")
        assert "gazetted schema rules" in done.stderr
