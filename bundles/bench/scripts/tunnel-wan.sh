#!/bin/bash
# Streams over a long link between the two ends of a tunnel: what they carry from the third second on, then a question and answer.
#   tunnel-wan.sh [ROUND_TRIP_MS] [MBIT_A_SECOND] [RUNS] [STREAMS] [down|up]
LINK="${1:-50} ${2:-1000}"
. "$(dirname "$0")/tunnels.sh"
runs=${3:-5} streams=${4:-1} way=${5:-down}
subjects=${SUBJECTS:-direct penstock penstock_jdk ssh_r ssh_l stunnel frp chisel rathole}
start_subjects
measure() {
    carried=$(bench Bulk "${entry[$1]}" "$streams" 3000 3000 "$way") || return
    alone=$(bench Latency "${entry[$1]}" 10 40 0) || return
    beside=$(bench Latency "${entry[$1]}" 10 40 1) || return
    echo "$carried $alone $beside" | awk -v rate="${LINK#* }" '{printf "%s %.0f %.1f %.1f\n", $1, $1 * 100000 / rate, $4 / 1000, $7 / 1000}'
}
in_turns "$runs" "$streams streams $way, link of $LINK (ms round trip, Mbit/s)" "Gbit/s from the third second on" "% of the link" "ms a question, median" "ms a question beside a bulk stream, median"
