#!/bin/sh
# Runs JMH benchmarks: jmh.sh Filter -prof gc
set -e
exec java -cp "${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")}" org.openjdk.jmh.Main "$@"
