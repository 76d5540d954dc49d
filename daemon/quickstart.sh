#!/bin/sh
# From a fresh clone to entity events on the screen, on Debian 12:
#   sh daemon/quickstart.sh [OPTIONS OF gazetted demo, for example --once]
# Installs the packages that the build needs, builds build/gazetted and runs
# its demo.  Asks nothing; needs root or sudo only if packages are missing.
set -eu

cd "$(dirname "$0")/.."

if ! command -v dpkg-query >/dev/null; then
    echo "quickstart: this is not a Debian system. Install what" \
        "daemon/packages.txt names, then run:" >&2
    echo "    cmake --preset release && cmake --build --preset release" >&2
    echo "    build/gazetted demo" >&2
    exit 1
fi

# Say what a step does, and its output only if it fails.
step() {
    echo "quickstart: $1"
    shift
    if ! "$@" >build/quickstart.log 2>&1; then
        cat build/quickstart.log >&2
        echo "quickstart: failed: $*" >&2
        exit 1
    fi
}

mkdir -p build
echo "quickstart: looking for the packages in daemon/packages.txt"
sh daemon/install-packages.sh daemon/packages.txt
step "configuring in build/" cmake --preset release -DBUILD_TESTING=OFF
step "building build/gazetted (about a minute)" \
    cmake --build --preset release
echo "quickstart: running build/gazetted demo $*"
exec build/gazetted demo "$@"
