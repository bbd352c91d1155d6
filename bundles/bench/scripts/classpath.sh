#!/bin/sh
# Builds the benchmarks and prints their class path. Arguments go to Maven (-Ppeers adds the JVM peers).
set -e
top=$(cd "$(dirname "$0")/../../.." && pwd)
out="$top/bundles/bench/target/classpath.txt"
(cd "$top" && mvn -q -B -pl bundles/bench -am package -DskipTests "$@" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$out" >&2)
printf '%s:%s\n' "$top/bundles/bench/target/classes" "$(cat "$out")"
