#!/bin/bash
# How long relayed measurements wait for their acknowledgement, and their size on the wire, at a given rate.
#   relay-latency.sh [RATE] [SECONDS] [OUTPUT]     points a second; OUTPUT is discard, or '{jdbc: {}}'
set -u
. "$(dirname "$0")/peers.sh"
rate=${1:-250000} seconds=${2:-20} output=${3:-discard}
points=$((rate * seconds))
full=$(ls -d "$here"/../../run/target/penstock-*-full/penstock-* | head -n 1)
work=$(mktemp -d) sender= && trap '[ -z "$sender" ] || kill "$sender"; stop_peer; rm -rf "$work"' EXIT
classes=${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")} || exit 1
for side in server agent; do
    mkdir -p "$work/$side/pipes" "$work/$side/conf"
    printf '[admin]\naddress = "none"\n[admin-console]\naddress = "none"\n' >"$work/$side/conf/penstock.toml"
done
printf 'name: in\ninput: {relay: {address: "127.0.0.1:50099"}}\noutput: %s\n' "$output" >"$work/server/pipes/in.yaml"
cat >"$work/agent/pipes/out.yaml" <<PIPE
name: out
input: {generate: {series: 2000, count: $points, rate: $rate/s}}
output: {relay: {relay-server: "127.0.0.1:50095", client-name: bench, buffer-timeout: 50ms, compression: none}}
PIPE
PENSTOCK_HOME=$work/server "$full/bin/penstock" server >"$work/server/log" 2>&1 & peer=$!
await_port 50099 || { cat "$work/server/log" >&2; exit 1; }
java -Xmx128m -cp "$classes" io.penstock.bench.RelayProbe 50095 50099 "$points" >"$work/figures" & probe=$!
sleep 1
PENSTOCK_HOME=$work/agent "$dist/bin/penstock" agent >"$work/agent/log" 2>&1 & sender=$!
timeout $((seconds + 120)) tail --pid="$probe" -f /dev/null
cat "$work/figures"
