"""The API's own document as the judge of what the server does."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

DOCUMENT = (Path(__file__).resolve().parents[2] / "daemon" / "http"
            / "openapi.json")


class Api:
    """Checks responses, and remembers which of them were seen."""

    def __init__(self):
        self.document = json.loads(DOCUMENT.read_text())
        self.seen = set()

    def operations(self):
        return {(method.upper(), path): operation
                for path, methods in self.document["paths"].items()
                for method, operation in methods.items()}

    def all_responses(self):
        return {(method, path, status)
                for (method, path), operation in self.operations().items()
                for status in operation["responses"]}

    def schema(self, reference):
        """A schema that can be looked at by itself."""
        return {"$ref": reference,
                "components": self.document["components"]}

    def validate(self, schema, value):
        full = dict(schema) | {"components": self.document["components"]}
        Draft202012Validator(full).validate(value)

    def validate_named(self, name, value):
        self.validate({"$ref": f"#/components/schemas/{name}"}, value)

    def check(self, method, path, status, content_type, body):
        """One response, as the document says it may be."""
        responses = self.operations()[method, path]["responses"]
        key = str(status) if str(status) in responses else "default"
        response = responses[key]
        if "$ref" in response:
            name = response["$ref"].rpartition("/")[2]
            response = self.document["components"]["responses"][name]
            assert str(status) in response["description"], (
                f"{method} {path} may not answer {status}: {body}")
        plain = content_type.split(";")[0]
        content = response["content"].get(plain)
        assert content, f"{method} {path} {status} is {plain}"
        value = json.loads(body) if plain == "application/json" else (
            body.decode())
        self.validate(content["schema"], value)
        if status >= 400 and plain == "application/json":
            assert value["error"] and value["remedy"], value
        self.seen.add((method, path, key))
        return value
