#!/bin/sh
# Measurements a second to where people relay them: sink.sh [sqlite|postgres|influxdb|otlp|prometheus-remote-write|csv] [BATCHES] [RUNS] [shared|fresh]
set -e
exec java -Xmx1g -cp "${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")}" io.penstock.bench.SinkLoad "$@"
