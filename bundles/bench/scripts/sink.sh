#!/bin/sh
# Measurements a second into a database: sink.sh [sqlite|postgres] [BATCHES] [RUNS] [shared|fresh]
set -e
exec java -Xmx1g -cp "${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")}" io.penstock.bench.SinkLoad "$@"
