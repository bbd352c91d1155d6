#!/bin/bash
# An access log to a file through a regular expression and a filter: Penstock, rsyslog, syslog-ng and Apache Camel in turn.
#   file.sh [MEBIBYTES] [RUNS]
set -u
. "$(dirname "$0")/peers.sh"
mib=${1:-200} runs=${2:-5}
work=$(mktemp -d) && trap 'stop_peer; rm -rf "$work"' EXIT
classes=${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh" -Ppeers)} || exit 1
read -r lines errors < <(java -cp "$classes" io.penstock.bench.AccessLog "$work/in.log" "$mib")
echo "$lines lines, $errors of them to be kept"

until_written() { # until_written FILE START: waits for all lines to be kept; prints MiB/s since START
    for _ in $(seq 6000); do
        [ -f "$1" ] && [ "$(wc -l <"$1")" -ge "$errors" ] && break; sleep 0.05
    done
    [ "$(wc -l <"$1")" -eq "$errors" ] || echo "WRONG: $(wc -l <"$1") lines instead of $errors" >&2
    echo "$(date +%s.%N) $2" | awk -v mib="$mib" '{printf "%.1f\n", mib / ($1 - $2)}'
}

run_penstock() {
    home=$work/penstock-$1; mkdir -p "$home/pipes" "$home/conf"
    cat >"$home/pipes/bench.yaml" <<PIPE
name: bench
input: {file: {paths: ["$work/in.log"]}}
steps:
  - extract: {pattern: '^(?<ip>\S+) \S+ \S+ \[(?<ts>[^\]]+)\] "(?<method>\S+) (?<path>\S+)[^"]*" (?<status>\d+) (?<bytes>\d+)', types: {status: int, bytes: int}, remove: true}
  - filter: status >= 500
  - remove: [ts, bytes]
output: {file: {path: "$home/out.log"}}
PIPE
    start=$(date +%s.%N); start_penstock "$home"; until_written "$home/out.log" "$start"; stop_peer
}
run_rsyslog() {
    mkdir -p "$work/rsyslog-$1"
    fill "$here/peers/rsyslog-file.conf" IN "$work/in.log" OUT "$work/rsyslog-$1/out" WORK "$work/rsyslog-$1" >"$work/rsyslog.conf"
    start=$(date +%s.%N); start_rsyslog "$work/rsyslog-$1" "$work/rsyslog.conf"; until_written "$work/rsyslog-$1/out" "$start"; stop_peer
}
run_syslog_ng() {
    mkdir -p "$work/syslog-ng-$1"
    fill "$here/peers/syslog-ng-file.conf" IN "$work/in.log" OUT "$work/syslog-ng-$1/out" >"$work/syslog-ng.conf"
    start=$(date +%s.%N); start_syslog_ng "$work/syslog-ng-$1" "$work/syslog-ng.conf"; until_written "$work/syslog-ng-$1/out" "$start"; stop_peer
}
run_camel() {
    start=$(date +%s.%N); start_camel "$classes" "$work/camel-$1" CamelFile "$work/in.log" "$work/camel-$1/out"
    until_written "$work/camel-$1/out" "$start"; stop_peer
}

compare "MiB/s read, file to file, regular expression and filter, start of the process included, $mib MiB a run"
