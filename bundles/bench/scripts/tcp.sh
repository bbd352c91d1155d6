#!/bin/bash
# TCP lines of 256 bytes to nowhere: Penstock, rsyslog, syslog-ng and Apache Camel in turn, RUNS times each.
#   tcp.sh [MEBIBYTES] [RUNS]        peers that are not installed are left out, and said so
set -u
. "$(dirname "$0")/peers.sh"
mib=${1:-1024} runs=${2:-5}
work=$(mktemp -d) && trap 'stop_peer; rm -rf "$work"' EXIT
classes=${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh" -Ppeers)} || exit 1

load() { timeout 120 java -Xmx64m -cp "$classes" io.penstock.bench.LineLoad "$1" "$mib" 256 | cut -d' ' -f1; }

run_penstock() {
    home=$work/penstock-$1; mkdir -p "$home/pipes" "$home/conf"
    cat >"$home/pipes/bench.yaml" <<PIPE
name: bench
input: {tcp: {port: 5514}}
output: discard
PIPE
    start_penstock "$home" && await_port 5514 && load 5514; stop_peer
}
run_rsyslog() {
    mkdir -p "$work/rsyslog-$1"
    fill "$here/peers/rsyslog-tcp.conf" PORT 5515 WORK "$work/rsyslog-$1" >"$work/rsyslog.conf"
    start_rsyslog "$work/rsyslog-$1" "$work/rsyslog.conf" && await_port 5515 && load 5515; stop_peer
}
run_syslog_ng() {
    fill "$here/peers/syslog-ng-tcp.conf" PORT 5516 >"$work/syslog-ng.conf"
    start_syslog_ng "$work/syslog-ng-$1" "$work/syslog-ng.conf" && await_port 5516 && load 5516; stop_peer
}
run_camel() { start_camel "$classes" "$work/camel" CamelTcp 5517 && await_port 5517 && load 5517; stop_peer; }

compare "256-byte lines, tcp to nowhere, $mib MiB a run" "MiB/s"
