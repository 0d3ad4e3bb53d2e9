#!/bin/sh
# An S3-compatible store with one bucket.
set -eu
weed server -dir=/data -s3 -s3.config=/etc/seaweedfs/s3.json -ip.bind=0.0.0.0 -master.volumePreallocate=false &
store=$!
trap 'kill "$store"; wait "$store"' TERM INT
until echo 's3.bucket.list' | weed shell 2>/dev/null | grep -q papers; do
    sleep 1
    echo 's3.bucket.create -name papers' | weed shell >/dev/null 2>&1 || true
done
wait "$store"
