#!/bin/sh
# Run clang-tidy on one source: sh tests/lint/tidy.sh BUILD SOURCE.
# Prints "tidied: SOURCE", or what is wrong and how to run it again.
#
# The analyzer follows a function for at most a third of the states that it
# would by default, which takes less than half the time.
states=75000
out=$(clang-tidy-14 --quiet -p "$1" \
    --extra-arg=-Xclang --extra-arg=-analyzer-config \
    --extra-arg=-Xclang --extra-arg=max-nodes=$states "$2" 2>/dev/null) || {
    printf '%s\nRERUN sh tests/lint/tidy.sh %s %s\n' "$out" "$1" "$2"
    exit 1
}
echo "tidied: $2"
