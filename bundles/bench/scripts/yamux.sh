#!/bin/sh
# The multiplexer alone on one thread: yamux.sh [STREAMS] [WRITE-BYTES] [GIGABYTES]
set -e
exec java -cp "${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")}" io.penstock.bench.YamuxLoad "$@"
