#!/bin/bash
# From nothing to a pipe that runs, and what that holds in memory 15 s later; Apache Karaf minimal (to its shell's port) beside it.
#   start.sh [RUNS]          JAVA_HOME chooses the Java; every run starts on an empty home, the class archive is made before
set -u
. "$(dirname "$0")/peers.sh"
runs=${1:-5} karaf=4.4.8
work=$(mktemp -d) && trap 'stop_peer; rm -rf "$work"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -version 2>&1 | head -n 1

since() { echo "$(date +%s.%N) $1" | awk '{printf "%.3f\n", $1 - $2}'; }

new_home() { # new_home FOLDER: a home whose one pipe writes one line to FOLDER/out
    mkdir -p "$1/pipes" "$1/conf" "$1/data"
    printf '[admin]\naddress = "none"\n' >"$1/conf/penstock.toml"
    cat >"$1/pipes/bench.yaml" <<PIPE
name: bench
inputs: {one: {generate: {count: 1}}, on: {generate: {rate: 1/m}}}
outputs: {file: {from: [one, on], file: {path: "$1/out"}, batch: {timeout: 0s}}}
PIPE
}

run_penstock() {
    home=$work/home; new_home "$home"
    cp -p "$work"/classes-* "$home/data/" 2>/dev/null
    start=$(date +%s.%N); start_penstock "$home"
    until [ -s "$home/out" ]; do sleep 0.005; done; since "$start"
    if [ "$1" = last ]; then sleep 15; ps -o rss= -p "$peer" | awk '{printf "%.0f\n", $1 / 1024}' >"$work/rss"; fi
    stop_peer
    cp -p "$home"/data/classes-* "$work/" || { echo "the runtime has made no archive of classes" >&2; exit 1; }
    rm -rf "$home"
}

run_karaf() {
    karaf_home=$work/karaf-$1; mkdir "$karaf_home"; tar -xzf "$work/karaf.tar.gz" -C "$karaf_home" --strip-components=1
    start=$(date +%s.%N)
"$karaf_home/bin/karaf" server >"$karaf_home/out" 2>&1 & peer=$!
    await_port 8101 && since "$start"; pkill -P "$peer"; wait "$peer"; peer=
}

run_penstock first >/dev/null   # makes the archive of classes, as a first start does
for i in $(seq "$runs"); do run_penstock "$([ "$i" = "$runs" ] && echo last)"; done | median | sed 's/^/penstock, s to the first event written: /'
echo "penstock, MiB resident after 15 s: $(cat "$work/rss")"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=org.apache.karaf:apache-karaf-minimal:$karaf:tar.gz -DoutputDirectory="$work" >/dev/null 2>&1 &&
    mv "$work"/apache-karaf-minimal-*.tar.gz "$work/karaf.tar.gz" &&
    for i in $(seq "$runs"); do run_karaf "$i"; done | median | sed 's/^/karaf minimal, s to its shell: /'

cli() { # cli NAME ARGUMENTS: wall time of a client command
    name=$1; shift
    for i in $(seq "$runs"); do
        start=$(date +%s.%N); PENSTOCK_HOME=$work/cli "$dist/bin/penstock" "$@" >/dev/null 2>&1; since "$start"
    done | median | sed "s/^/$name, s: /"
}
mkdir -p "$work/cli/data"
{ echo "name: long"; echo "input: {stdin: {}}"; echo "steps:"
  for i in $(seq 248); do printf '  - filter: status >= %d && path.startsWith("/api/%d/")\n  - add: {f%d: %d}\n' "$i" "$i" "$i" "$i"; done
  echo "output: {discard: {}}"; } >"$work/long.yaml"
cli "warm-up" --help >/dev/null; cli "penstock --help" --help
cli "warm-up" pipe lint "$work/long.yaml" >/dev/null; cli "penstock pipe lint, $(wc -l <"$work/long.yaml") lines" pipe lint "$work/long.yaml"
