#!/bin/sh
# Install what the tests need, build, and run all of them:
#   sh tests/run.sh [--list] [--only STAGE]...
# Needs Debian 12, root or sudo (only if packages are missing), no terminal
# and no answers.  Logs go to build/test-logs.  The last line counts tests
# over all stages; the status is 0 only if none failed.
set -u

cd "$(dirname "$0")/.." || exit 1
logs=build/test-logs
python=build/venv/bin/python
jobs=$(nproc)
waiting_jobs=$((jobs + 1)) # of tests that mostly wait for a broker
fuzz_seconds=40 # that all fuzz targets take together

stages="packages python kafka lint-self build unit lint clang asan tsan fuzz
    tidy quickstart pytest systemd system threads chaos"
# Goes on beside those that follow it, with the time that they leave: tests of
# a daemon and a broker wait a lot.
beside=tidy

describe() {
    case $1 in
    packages) echo "Debian packages" ;;
    python) echo "Python packages" ;;
    kafka) echo "Kafka jars" ;;
    lint-self) echo "self-test of the lint" ;;
    build) echo "build with gcc" ;;
    unit) echo "unit tests" ;;
    lint) echo "lint" ;;
    clang) echo "build with clang, address and undefined sanitizers" ;;
    asan) echo "unit tests with them" ;;
    tsan) echo "tests of threads with the thread sanitizer" ;;
    fuzz) echo "fuzzing" ;;
    tidy) echo "clang-tidy" ;;
    quickstart) echo "quickstart" ;;
    pytest) echo "command line tests" ;;
    systemd) echo "tests of the systemd unit" ;;
    system) echo "system tests against Apache Kafka" ;;
    threads) echo "some of them with the thread sanitizer" ;;
    chaos) echo "kill daemons, brokers and networks, and miss nothing" ;;
    esac
}

# --- the stages; each may print "N passed, N failed", else counts as one ---

stage_packages() {
    sh daemon/install-packages.sh daemon/packages.txt tests/packages.txt
}

stage_python() {
    if [ ! -x "$python" ]; then
        python3 -m venv build/venv || return 1
    fi
    cmp -s tests/requirements.txt build/venv/installed.txt && return 0
    "$python" -m pip install -q -r tests/requirements.txt &&
        cp tests/requirements.txt build/venv/installed.txt
}

stage_kafka() {
    pom=tests/support/kafka/pom.xml
    cmp -s $pom build/kafka/pom.xml && return 0
    rm -rf build/kafka
    mvn -q -B -f $pom dependency:copy-dependencies \
        -DoutputDirectory="$PWD/build/kafka" </dev/null &&
        PYTHONPATH=tests "$python" -m support.kafka.broker &&
        cp $pom build/kafka/pom.xml
}

stage_lint_self() {
    python3 tests/lint/test_lint.py
}

# build PRESET [TARGET...]
build() {
    preset=$1
    shift
    cmake --preset "$preset" || return 1
    if [ $# -gt 0 ]; then
        cmake --build --preset "$preset" -j "$jobs" --target "$@"
    else
        cmake --build --preset "$preset" -j "$jobs"
    fi
}

stage_build() {
    build dev
}

stage_unit() {
    ctest --preset dev -j "$waiting_jobs" --timeout 120 </dev/null
}

stage_lint() {
    python3 tests/lint/run.py --build build/dev
}

stage_clang() {
    build asan
}

stage_asan() {
    stage_clang || return 1
    UBSAN_OPTIONS=print_stacktrace=1 \
        ctest --preset asan -j "$waiting_jobs" --timeout 300 </dev/null
}

# Names of the test programs in which threads meet.
thread_tests() {
    grep -lrE '"daemon/(kafka|http|observe|worker|service)|<pthread.h>' \
        tests --include='test_*.c' | sed 's:.*/::; s:\.c$::' | sort
}

stage_tsan() {
    names=$(thread_tests)
    [ -n "$names" ] || { echo "0 passed, 0 failed" && return 0; }
    # shellcheck disable=SC2086  # a list of names
    build tsan $names || return 1
    pattern=$(echo "$names" | paste -s -d '|')
    TSAN_OPTIONS="suppressions=$PWD/tests/support/tsan.supp" \
        setarch -R ctest --preset tsan -j "$waiting_jobs" --timeout 300 \
        -R "^($pattern)\$" </dev/null
}

# Of lines "WORD: NAME" and reports that end with "RERUN ...": print the latter
# and count both.
report_each() {
    grep -v "^$1:" "$2"
    echo "$(grep -c "^$1:" "$2") passed, $(grep -c ^RERUN "$2") failed"
}

fuzz_targets() {
    for source in tests/fuzz/fuzz_*.c; do
        [ -f "$source" ] && basename "$source" .c
    done
}

stage_fuzz() {
    targets=$(fuzz_targets)
    [ -n "$targets" ] || { echo "0 passed, 0 failed" && return 0; }
    # shellcheck disable=SC2086  # a list of names
    build fuzz $targets || return 1
    count=$(echo "$targets" | wc -l)
    echo "$targets" | xargs -P "$jobs" -I {} sh tests/fuzz/fuzz.sh {} \
        $((fuzz_seconds * jobs / count)) $logs >$logs/fuzz-results.txt
    status=$?
    report_each fuzzed $logs/fuzz-results.txt
    return $status
}

stage_tidy() {
    sources=$logs/tidy-sources.txt
    cmake --preset clang >/dev/null || return 1
    find daemon codecs rules tests -name '*.c' | sort >$sources
    chrt --idle 0 \
        xargs -P "$jobs" -n 1 sh tests/lint/tidy.sh build/clang <$sources \
        >$logs/tidy-results.txt 2>&1
    status=$?
    report_each tidied $logs/tidy-results.txt
    return $status
}

stage_quickstart() {
    sh daemon/quickstart.sh --once || return 1
    # ByteDance, Microsoft, OpenAI, China and the United States.
    for id in Q55606242 Q2283 Q21708200 Q148 Q30; do
        grep -qw "wd:$id" $logs/quickstart.log ||
            { echo "no event of wd:$id" && return 1; }
    done
}

# run_pytest PATH [OPTION...]; -R: the thread sanitizer wants no random
# addresses, and nobody else minds.
run_pytest() {
    GAZETTED=${GAZETTED:-$PWD/build/dev/gazetted} \
        setarch -R "$python" -m pytest -q -rfE --color=no "$@" </dev/null
    status=$?
    [ $status -ne 5 ] || status=0 # 5: there are no such tests
    return $status
}

stage_pytest() {
    run_pytest tests --ignore=tests/system --ignore=tests/systemd \
        --ignore=tests/lint --ignore=tests/chaos/test_chaos.py \
        -n "$jobs" --dist worksteal
}

stage_systemd() {
    run_pytest tests/systemd
}

# The daemon of the system tests is the one that the sanitizers watch.
stage_system() {
    if [ -x build/asan/gazetted ]; then
        GAZETTED=${GAZETTED:-$PWD/build/asan/gazetted}
        DEADLINE_S=${DEADLINE_S:-60}
        export GAZETTED DEADLINE_S
    fi
    run_pytest tests/system -n "$waiting_jobs" --dist worksteal
}

stage_threads() {
    build tsan gazetted gz_packs || return 1
    GAZETTED=$PWD/build/tsan/gazetted
    TSAN_OPTIONS="suppressions=$PWD/tests/support/tsan.supp"
    DEADLINE_S=${DEADLINE_S:-180} # a daemon reads all packs for half a minute
    export GAZETTED TSAN_OPTIONS DEADLINE_S
    run_pytest tests/system/test_delivery.py tests/system/test_control.py \
        -m "not slow" -n "$waiting_jobs" --dist worksteal
}

stage_chaos() {
    run_pytest tests/chaos/test_chaos.py
}

# --- running them ---

# Whether a stage only prepares for others: it is no test, and none of the
# others makes sense when it failed.
is_setup() {
    case $1 in
    packages | python | kafka) true ;;
    *) false ;;
    esac
}

# Set passed, failed and skipped from a stage's log, or its status alone.
count_tests() {
    log=$1
    status=$2
    skipped=
    set -- "$(sed -nE '
        s/.* ([0-9]+) tests failed out of ([0-9]+).*/ctest \1 \2/p
        s/^([0-9]+) passed, ([0-9]+) failed$/plain \1 \2/p
        s/^Ran ([0-9]+) tests? in .*/unittest \1/p
        /^=*( ?[0-9]+ [a-z]+,?)+ in [0-9.:]+/s/^/pytest /p' "$log" | tail -1)"
    case $1 in
    ctest*)
        failed=$(echo "$1" | cut -d' ' -f2)
        passed=$(($(echo "$1" | cut -d' ' -f3) - failed))
        ;;
    plain*)
        passed=$(echo "$1" | cut -d' ' -f2)
        failed=$(echo "$1" | cut -d' ' -f3)
        ;;
    pytest*)
        passed=$(echo "$1" | grep -oE '[0-9]+ passed' | cut -d' ' -f1)
        failed=$(echo "$1" | grep -oE '[0-9]+ (failed|errors?)' |
            awk '{n += $1} END {print n + 0}')
        passed=${passed:-0}
        skipped=$(echo "$1" | grep -oE '[0-9]+ skipped')
        ;;
    unittest*)
        passed=$(echo "$1" | cut -d' ' -f2)
        failed=0
        ;;
    *)
        passed=1
        failed=0
        if is_setup "$stage"; then passed=0; fi
        ;;
    esac
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
        [ "$passed" -eq 0 ] || passed=$((passed - 1))
    fi
}

# How to run again what failed in a stage, as exactly as its log tells.
print_reruns() {
    stage=$1
    log=$2
    ctest="ctest --preset $stage"
    pytest=build/venv/bin/pytest
    case $stage in
    unit) ctest="ctest --preset dev" ;;
    tsan) ctest="setarch -R $ctest" ;;
    system) pytest="GAZETTED=\$PWD/build/asan/gazetted $pytest" ;;
    threads) pytest="GAZETTED=\$PWD/build/tsan/gazetted setarch -R $pytest" ;;
    esac
    sed -nE "
        s#^RERUN (.*)#      rerun: \1#p
        s#^[[:space:]]*[0-9]+ - ([a-z0-9_]+) \(.*#      rerun: $ctest \
-R '^\1\$'#p
        s#^(FAILED|ERROR) ([^ ]+).*#      rerun: $pytest '\2'#p
        " "$log" | head -20
    echo "      rerun: sh tests/run.sh --only $stage"
}

# The end of a log without what passed.
print_log() {
    grep -vE '^ *(Start +[0-9]+:|[0-9]+/[0-9]+ Test .* Passed )' "$1" |
        tail -n 40 | sed 's/^/    | /'
    echo "      log: $1"
}

# Run a stage and leave "STATUS SECONDS" beside its log; in a shell of its own,
# so that the program that it chooses is not that of the next one.
do_stage() {
    began=$(date +%s)
    ("stage_$(echo "$1" | tr - _)") >"$logs/$1.log" 2>&1 </dev/null
    echo "$? $(($(date +%s) - began))" >"$logs/$1.end"
}

# Say how a stage ended that do_stage() ran.
report_stage() {
    stage=$1
    log=$logs/$stage.log
    read -r status took <"$logs/$stage.end"
    count_tests "$log" "$status"
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    if [ "$status" -eq 0 ]; then
        echo "ok ${took} s ($passed passed${skipped:+, $skipped})"
    else
        echo "FAILED ${took} s ($passed passed, $failed failed)"
        print_log "$log"
        print_reruns "$stage" "$log"
    fi
}

announce() {
    number=$((number + 1))
    printf '[%s/%s] %s ... ' "$number" "$total" "$(describe "$1")"
}

usage() {
    echo "usage: sh tests/run.sh [--list] [--only STAGE]..." >&2
    exit 64
}

chosen=
while [ $# -gt 0 ]; do
    case $1 in
    --list)
        for stage in $stages; do
            printf '%-10s %s\n' "$stage" "$(describe "$stage")"
        done
        exit 0
        ;;
    --only)
        [ -n "$(describe "${2:-}")" ] || usage
        chosen="$chosen $2"
        shift
        ;;
    *) usage ;;
    esac
    shift
done

mkdir -p $logs
chosen=${chosen:-$stages}
# shellcheck disable=SC2086  # a list of stages
total=$(set -- $chosen && echo $#)
number=0
all_passed=0
all_failed=0
going=
for stage in $chosen; do
    if [ "$stage" = "$beside" ]; then
        do_stage "$stage" &
        going=$!
        continue
    fi
    announce "$stage"
    do_stage "$stage"
    report_stage "$stage"
    if is_setup "$stage" && [ "$status" -ne 0 ]; then
        break
    fi
done
if [ -n "$going" ]; then
    announce "$beside"
    wait "$going"
    report_stage "$beside"
fi
echo "$all_passed passed, $all_failed failed"
[ "$all_failed" -eq 0 ]
