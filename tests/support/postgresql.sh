#!/usr/bin/env bash
# A throw-away PostgreSQL for tests, on a free port of 127.0.0.1, with its safe settings left on: the portal refuses others.
#   postgresql.sh start         starts it where it does not run yet, and prints its URL
#   postgresql.sh stop          stops it and deletes its data
#   postgresql.sh run COMMAND…  runs a command with TEST_POSTGRES_URL set, and stops it afterwards
# PostgreSQL does not run as root: as root it runs as the user `postgres`, which Debian's package brings.
set -euo pipefail

least_version=15
target=$(cd "$(dirname "$0")/../.." && pwd)/target
state=$target/test-postgresql.state # two lines: the folder of the cluster, and its port

as_server() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

binaries() {
    local folder
    for folder in "$(pg_config --bindir 2>/dev/null || true)" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        [ -x "$folder/initdb" ] && [ "$("$folder/postgres" --version | grep -oE '[0-9]+' | head -n 1)" -ge "$least_version" ] || continue
        echo "$folder"
        return
    done
    return 1
}

find_or_install() {
    binaries && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "missing: PostgreSQL $least_version or newer — sudo apt-get install -y postgresql" >&2
        return 1
    fi
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y postgresql; } >&2
    binaries
}

new_folder() {
    mkdir -p "$target"
    if [ "$(id -u)" != 0 ]; then
        rm -rf "$target/test-postgresql" && mkdir -m 700 "$target/test-postgresql" && echo "$target/test-postgresql"
    elif as_server test -x "$target"; then
        rm -rf "$target/test-postgresql" && install -d -m 700 -o postgres "$target/test-postgresql" && echo "$target/test-postgresql"
    else
        as_server mktemp -d # the repository lies where only root may look
    fi
}

free_port() {
    local port
    for port in $(shuf -i 20000-32000 -n 50); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    return 1
}

running() {
    [ -f "$state" ] && { read -r folder && read -r port; } <"$state" && as_server "$bin/pg_ctl" -D "$folder" status >/dev/null 2>&1
}

start() {
    bin=$(find_or_install)
    if ! running; then
        folder=$(new_folder)
        port=$(free_port)
        as_server "$bin/initdb" -D "$folder/data" -U portal -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
        folder=$folder/data
        as_server "$bin/pg_ctl" -D "$folder" -l "$folder/server.log" -w -t 30 start -o \
            "-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories='' -c max_connections=300 -c shared_buffers=256MB" >/dev/null ||
            { cat "$folder/server.log" >&2; return 1; }
        printf '%s\n%s\n' "$folder" "$port" >"$state"
    fi
    echo "postgres://portal@127.0.0.1:$port/postgres"
}

stop() {
    if bin=$(binaries) && running; then
        as_server "$bin/pg_ctl" -D "$folder" -m immediate -w stop >/dev/null
    fi
    [ -f "$state" ] && { read -r folder <"$state"; rm -rf "${folder%/data}" "$state"; }
    return 0
}

run() {
    TEST_POSTGRES_URL=$(start)
    export TEST_POSTGRES_URL
    trap stop EXIT
    "$@"
}

case "${1:-}" in
start | stop) "$1" ;;
run) shift && run "$@" ;;
*) echo "usage: $0 start|stop|run COMMAND…" >&2; exit 2 ;;
esac
