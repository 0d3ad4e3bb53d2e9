#!/usr/bin/env bash
# Prints the path of a Python that has PyJWT and pycose (which wants an older cbor2), JOSE and COSE libraries that share no code with the portal; makes it under
# target/ on first use.
set -euo pipefail

environment=$(cd "$(dirname "$0")/../.." && pwd)/target/jose
python=$environment/bin/python3

if ! "$python" -c 'import jwt, cryptography, pycose' 2>/dev/null; then
    {
        rm -rf "$environment"
        python3 -m venv "$environment" || { echo 'missing: Python with venv — sudo apt-get install -y python3-venv'; exit 1; }
        "$environment/bin/pip" install --quiet --disable-pip-version-check pyjwt cryptography pycose 'cbor2<5.7'
    } >&2
fi
echo "$python"
