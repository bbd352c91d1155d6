#!/bin/bash
# How long 100 bytes and their answer of 100 bytes take, alone or beside streams that take as much as comes.
#   tunnel-latency.sh [SATURATING_STREAMS] [RUNS] [ROUNDS]
. "$(dirname "$0")/tunnels.sh"
streams=${1:-0} runs=${2:-5} rounds=${3:-$([ "${1:-0}" = 0 ] && echo 30000 || echo 3000)}
subjects=${SUBJECTS:-direct plain penstock penstock_jdk ssh_r ssh_l stunnel frp chisel rathole}
start_subjects
measure() { bench Latency "${entry[$1]}" $((rounds / 3)) "$rounds" "$streams"; }
in_turns "$runs" "100 bytes and back beside $streams streams (what a tunnel adds: less the figure of direct)" "µs median" "µs 99th of 100" "µs most"
