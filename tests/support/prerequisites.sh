#!/usr/bin/env bash
# Says what is missing on this machine, one line each, and how to get it on Debian.
#   prerequisites.sh build      what `make run` needs; installs nothing, needs no root
#   prerequisites.sh test       what `make test` needs besides; installs nothing, needs no root
#   prerequisites.sh chromium   prints the path of a Chromium; as root on Debian, installs it (and Chinese fonts) when missing
set -euo pipefail

missing=0

# need NAME FOUND-VERSION LEAST-VERSION HOW-TO-INSTALL
need() {
    local name=$1 found=$2 least=$3 how=$4
    if [ -z "$found" ]; then
        echo "missing: $name — $how" >&2
        missing=1
    elif [ -n "$least" ] && [ "$(printf '%s\n%s\n' "$least" "$found" | sort -V | head -n 1)" != "$least" ]; then
        echo "too old: $name $found, $least or newer is needed — $how" >&2
        missing=1
    fi
}

# version COMMAND…: the first version number that the command prints, or nothing
version() { "$@" 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 || true; }

check_build() {
    local rust="curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y && . ~/.cargo/env   (no root)"
    local node='apt-get install -y nodejs npm   (Debian 13; on Debian 12 from nodesource.com or with nvm, no root)'
    need cargo "$(version cargo --version)" 1.95 "$rust"
    need node "$(version node --version)" 20.19 "$node"
    need npm "$(version npm --version)" 9 "$node"
    need 'a C compiler (cc)' "$(command -v cc || true)" '' 'apt-get install -y build-essential'
    return $missing
}

check_test() {
    local wanted
    wanted=$(for program in python3 curl jq; do command -v "$program" >/dev/null || echo "$program"; done)
    if [ -n "$wanted" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        # shellcheck disable=SC2086 # a word for each package
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y $wanted python3-venv; } >&2
    fi
    need python3 "$(version python3 --version)" 3.9 'apt-get install -y python3 python3-venv'
    need curl "$(version curl --version)" 7.76 'apt-get install -y curl'
    need jq "$(version jq --version)" 1.6 'apt-get install -y jq'
    return $missing
}

find_chromium() {
    local browser
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
    if [ -z "$browser" ] || { command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh family)" ]; }; then
        if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
            echo 'missing: Chromium, or a Chinese font — sudo apt-get install -y chromium fonts-noto-cjk' >&2
            return 1
        fi
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium fonts-noto-cjk; } >&2
        browser=$(command -v chromium)
    fi
    echo "$browser"
}

case "${1:-}" in
build) check_build ;;
test) check_test ;;
chromium) find_chromium ;;
*) echo "usage: $0 build|test|chromium" >&2; exit 2 ;;
esac
