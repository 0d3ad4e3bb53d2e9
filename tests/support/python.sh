#!/usr/bin/env bash
# Prints the path of a Python that has the stock software of requirements.txt; makes it under target/ on first use, and anew when the
# list has changed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
environment=$here/../../target/python
wanted=$here/requirements.txt

if ! cmp -s "$wanted" "$environment/requirements.txt"; then
    {
        rm -rf "$environment"
        python3 -m venv "$environment" || { echo 'missing: Python 3.10 or newer with venv — sudo apt-get install -y python3-venv'; exit 1; }
        "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
        cp "$wanted" "$environment/requirements.txt"
    } >&2
fi
echo "$(cd "$environment" && pwd)/bin/python3"
