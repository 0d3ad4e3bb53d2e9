#!/usr/bin/env bash
# Prints the path of a Python that has what requirements.txt names: software of others, which shares no code with the portal. It is made
# under target/ on first use, and again when requirements.txt has changed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
environment=$(cd "$here/../.." && pwd)/target/python

if ! cmp -s "$here/requirements.txt" "$environment/requirements.txt"; then
    {
        rm -rf "$environment"
        python3 -m venv "$environment" || { echo 'missing: Python with venv — sudo apt-get install -y python3-venv'; exit 1; }
        "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
        cp "$here/requirements.txt" "$environment/requirements.txt"
    } >&2
fi
echo "$environment/bin/python3"
