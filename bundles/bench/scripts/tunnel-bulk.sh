#!/bin/bash
# How much a tunnel carries, from the target to the client (down) or the other way (up), with one stream or more.
#   tunnel-bulk.sh [STREAMS] [RUNS] [down|up] [MEASURED_MS]
. "$(dirname "$0")/tunnels.sh"
streams=${1:-1} runs=${2:-5} way=${3:-down} ms=${4:-4000}
subjects=${SUBJECTS:-direct plain socat penstock penstock_jdk ssh_r ssh_l stunnel frp chisel rathole}
start_subjects
measure() {
    before=$(cpu_ms "$1")
    line=$(bench Bulk "${entry[$1]}" "$streams" 1000 "$ms" "$way") || return
    echo "$line $(cpu_ms "$1") $before" | awk '{printf "%s %s %.0f\n", $1, $2, ($4 - $5) / $3}'
}
in_turns "$runs" "$streams streams $way" "Gbit/s" "fairness (Jain's index)" "ms of processor time a GiB"
