#!/bin/bash
# Connections a second through a tunnel: connect, one byte there and back, close.
#   tunnel-opens.sh [COUNT] [RUNS] [AT_ONCE]
. "$(dirname "$0")/tunnels.sh"
count=${1:-10000} runs=${2:-5} threads=${3:-8}
subjects=${SUBJECTS:-direct plain penstock penstock_jdk ssh_r ssh_l stunnel frp chisel rathole}
start_subjects
measure() {
    before=$(cpu_ms "$1")
    line=$(bench Opens "${entry[$1]}" "$count" "$threads") || return
    echo "$line $(cpu_ms "$1") $before $count" | awk '{printf "%s %s %s %s %.0f\n", $1, $2, $3, $4, ($5 - $6) * 1000 / $7}'
}
in_turns "$runs" "$count connections, $threads at once" "opens/s" "µs to the answer, median" "µs to the answer, 99th of 100" "failed" "µs of processor time each"
