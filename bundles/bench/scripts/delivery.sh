#!/bin/sh
# What acknowledgements and the disk buffer cost: delivery.sh [MEBIBYTES] [RUNS]
set -e
exec java -Xmx512m -cp "${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")}" io.penstock.bench.PipeLoad "$@"
