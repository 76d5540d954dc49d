#!/bin/sh
# Install the Debian packages that the given lists name, one a line, and that
# are missing: sh daemon/install-packages.sh LIST...  "a|b" is a, or b where
# the system has no a.
# Needs root or sudo only when something is missing, and asks nothing.
set -eu

is_there() {
    [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = \
        "install ok installed" ]
}

missing=
for list in "$@"; do
    while read -r package; do
        is_there "${package%%|*}" || is_there "${package#*|}" ||
            missing="$missing $package"
    done <"$list"
done
if [ -z "$missing" ]; then
    echo "packages: all present"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "packages: this system has no apt-get, so please install" \
        "what Debian 12 calls:$missing" >&2
    exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "packages: neither root nor sudo; as root run:" \
            "apt-get install$missing" >&2
        exit 1
    fi
    # With no terminal sudo could not ask for a password: let it fail.
    if [ -t 0 ]; then as_root=sudo; else as_root="sudo -n"; fi
fi
echo "packages: installing$missing"
export DEBIAN_FRONTEND=noninteractive
# The variable would not survive sudo, so env sets it again.
# shellcheck disable=SC2086  # both lists are meant to be split
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" </dev/null
}
apt update >/dev/null
wanted=
for package in $missing; do
    first=${package%%|*}
    apt-cache show "$first" >/dev/null 2>&1 || first=${package#*|}
    wanted="$wanted $first"
done
# shellcheck disable=SC2086
apt install --no-install-recommends $wanted >/dev/null
