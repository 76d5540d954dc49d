#!/bin/sh
# Run one fuzz target: sh tests/fuzz/fuzz.sh TARGET SECONDS FOLDER.  What it
# finds wrong goes to FOLDER.  Prints "fuzzed: TARGET", or what was printed and
# how to run it again.
target=$1
new=build/fuzz/found/$target
seeds=tests/fuzz/corpus/$target
mkdir -p "$new"
set -- "$2" "$3" "$new"
[ ! -d "$seeds" ] || set -- "$@" "$seeds"
seconds=$1
folder=$2
shift 2
out=$("build/fuzz/tests/$target" -timeout=20 -rss_limit_mb=2048 \
    -max_len=65536 -max_total_time="$seconds" \
    -artifact_prefix="$PWD/$folder/$target-" "$@" 2>&1) || {
    printf '%s\nRERUN build/fuzz/tests/%s %s\n' "$out" "$target" \
        "$folder/$target-*"
    exit 1
}
echo "fuzzed: $target"
