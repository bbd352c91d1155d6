#!/bin/sh
# The multiplexer alone on one thread: yamux.sh [STREAMS] [WRITE-BYTES] [GIGABYTES], or what its idle streams hold: yamux.sh idle
set -e
exec java -cp "${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")}" io.penstock.bench.YamuxLoad "$@"
