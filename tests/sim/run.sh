#!/bin/sh
# Run schedules of the simulator; see README.md, or --help.
exec python3 "$(dirname "$0")/run.py" "$@"
