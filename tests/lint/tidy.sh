#!/bin/sh
# Run clang-tidy on one source: sh tests/lint/tidy.sh BUILD SOURCE.
# Prints "tidied: SOURCE", or what is wrong and how to run it again.
out=$(clang-tidy-14 --quiet -p "$1" "$2" 2>/dev/null) || {
    printf '%s\nRERUN sh tests/lint/tidy.sh %s %s\n' "$out" "$1" "$2"
    exit 1
}
echo "tidied: $2"
