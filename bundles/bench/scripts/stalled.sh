#!/bin/bash
# An output that never answers under a sender that never stops: what the agent holds in memory meanwhile.
#   stalled.sh [SECONDS]      600 for the full run
set -u
. "$(dirname "$0")/peers.sh"
seconds=${1:-600}
work=$(mktemp -d) && trap 'kill "$sender" 2>/dev/null; stop_peer; rm -rf "$work"' EXIT
sender=
classes=${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")} || exit 1
home=$work/home; mkdir -p "$home/pipes" "$home/conf"
printf '[admin]\naddress = "127.0.0.1:9611"\n' >"$home/conf/penstock.toml"
cat >"$home/pipes/bench.yaml" <<PIPE
name: bench
delivery: {max-in-flight: 16MiB}
input: {tcp: {port: 5514}}
output: {discard: {latency: 1h}}
PIPE
start_penstock "$home"; await_port 5514 || exit 1
heap() { # heap: MiB in use after a full collection
    jcmd "$peer" GC.run >/dev/null
    curl -s http://127.0.0.1:9611/metrics | awk '/^jvm_memory_used_bytes{area="heap"}/ {printf "%.1f\n", $2 / 1048576}'
}
echo "before: heap $(heap) MiB, resident $(ps -o rss= -p "$peer" | awk '{printf "%.0f", $1 / 1024}') MiB"
java -Xmx64m -cp "$classes" io.penstock.bench.LineLoad 5514 1048576 256 >/dev/null 2>&1 & sender=$!
for i in $(seq 5); do
    sleep $((seconds / 5))
    echo "after $((seconds * i / 5)) s: heap $(heap) MiB, resident $(ps -o rss= -p "$peer" | awk '{printf "%.0f", $1 / 1024}') MiB"
done
