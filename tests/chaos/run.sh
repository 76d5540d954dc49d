#!/bin/sh
# The proof against a real Apache Kafka that nothing is lost or doubled:
#   sh tests/chaos/run.sh --kills 40 --articles 20000
#   sh tests/chaos/run.sh --alerts --kills 300 --articles 30000
# See tests/chaos/README.md, or --help.
set -u
cd "$(dirname "$0")/../.." || exit 1
export PYTHONPATH=tests
exec build/venv/bin/python -m chaos.main "$@"
