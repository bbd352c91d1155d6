#!/bin/bash
# Measurements from one process to another, acknowledged, with a spool in front: Penstock's relay into OUTPUT, rsyslog's RELP
# with a disk-assisted queue, and a plain program that posts JSON over HTTP; in turn, RUNS times each.
#   relay.sh [POINTS] [RUNS] [OUTPUT]     OUTPUT is what the server does with them: discard, or '{jdbc: {}}'
# SUBJECTS="penstock bare" measures only those; bare is our relay without spool and acknowledgement, to see what they cost. Peers that are not installed are left out, and said so.
set -u
. "$(dirname "$0")/peers.sh"
points=${1:-10000000} runs=${2:-5} output=${3:-discard}
full=$(ls -d "$here"/../../run/target/penstock-*-full/penstock-* | head -n 1)
work=$(mktemp -d) sender= && trap 'stop_both; rm -rf "$work"' EXIT
classes=${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh")} || exit 1

stop_both() { [ -z "$sender" ] || { kill "$sender"; wait "$sender"; sender=; } 2>/dev/null; stop_peer; }
now() { date +%s.%N; }
stored() { curl -s http://127.0.0.1:9612/metrics | awk '/^penstock_pipe_out_total\{.*node="out/ {sum += $NF} END {printf "%d\n", sum}'; }
await() { # await COUNT COMMAND: until it prints as many, 5 minutes at the most; gives points a second since the first came
    begun= first=0 until=$(($(date +%s) + 120))
    while [ "$(date +%s)" -lt $until ]; do
        count=$($2); count=${count:-0}
        [ -n "$begun" ] || { [ "$count" -gt 0 ] && begun=$(now) first=$count; }
        [ "$count" -ge "$1" ] && { echo "$1 $first $begun $(now)" | awk '{printf "%.0f\n", ($1 - $2) / ($4 - $3)}'; return; }
        sleep 0.1
    done
    echo "only $count of $1 came" >&2
}

run_penstock() {
    from=${plugin:+$full}; from=${from:-$dist} # only the full one has a folder for plugins
    for side in server agent; do
        mkdir -p "$work/$side-$1/pipes" "$work/$side-$1/conf"
        printf '[admin]\naddress = "%s"\n[admin-console]\naddress = "none"\n' "$([ $side = server ] && echo 127.0.0.1:9612 || echo none)" >"$work/$side-$1/conf/penstock.toml"
    done
    printf 'name: in\ninput: {relay: {address: "127.0.0.1:50099"%s}}\noutput: %s\n' "${limits:-}" "$output" >"$work/server-$1/pipes/in.yaml"
    cat >"$work/agent-$1/pipes/out.yaml" <<PIPE
name: out
input: {generate: {series: 2000, count: $points}}
output:
  ${sink:-"relay: {relay-server: \"127.0.0.1:50099\", client-name: bench, buffer-timeout: 50ms${RELAY_OPTIONS:+, $RELAY_OPTIONS}}"}
${BATCH:+  batch: $BATCH}
PIPE
    mkdir -p "$work/agent-$1/plugins"; [ -z "${plugin:-}" ] || cp "$plugin" "$work/agent-$1/plugins/"
    PENSTOCK_HOME=$work/server-$1 "$full/bin/penstock" server >"$work/server-$1/log" 2>&1 & peer=$!
    await_port 50099 || { cat "$work/server-$1/log" >&2; return; }
    PENSTOCK_HOME=$work/agent-$1 "$from/bin/penstock" agent >"$work/agent-$1/log" 2>&1 & sender=$!
    await "$points" stored
    stop_both; rm -rf "$work/server-$1" "$work/agent-$1"
}
run_bare() {
    bare=$here/peers/relay-bare built=$work/bare
    mkdir -p "$built"
    javac -proc:none -d "$built" -cp "$(ls "$full"/bundles/penstock-core-*.jar "$full"/bundles/penstock-relay-wire-*.jar | tr '\n' ':')" "$bare"/src/bare/*.java &&
        cp -r "$bare/OSGI-INF" "$built/" && jar cfm "$work/bare.jar" "$bare/manifest.mf" -C "$built" . || return
    # It looks at no window, so it gets one it cannot fill.
    limits=', limits: {per-client: 200MiB, bytes-in-flight: 200MiB}' plugin=$work/bare.jar sink='relay-bare: {port: 50099}' run_penstock "$1"
}
run_rsyslog() {
    lines=$((points / 5)) # as text of 128 bytes; a fifth of them takes as long
    mkdir -p "$work/relp-in" "$work/relp-out"
    fill "$here/peers/rsyslog-relp-server.conf" PORT 50098 WORK "$work/relp-in" >"$work/relp-in.conf"
    fill "$here/peers/rsyslog-relp-client.conf" LISTEN 50097 PORT 50098 WORK "$work/relp-out" >"$work/relp-out.conf"
    rsyslogd -n -i "$work/relp-in/pid" -f "$work/relp-in.conf" >"$work/relp-in/log" 2>&1 & peer=$!
    await_port 50098 || return
    rsyslogd -n -i "$work/relp-out/pid" -f "$work/relp-out.conf" >"$work/relp-out/log" 2>&1 & sender=$!
    await_port 50097 || return
    submitted() { grep -o '"origin": "imrelp", "submitted": [0-9]*' "$work/relp-in/stats" 2>/dev/null | tail -n 1 | grep -o '[0-9]*$'; }
    timeout 120 java -Xmx64m -cp "$classes" io.penstock.bench.LineLoad 50097 $((lines / 8192)) 128 >/dev/null &
    await $((lines / 8192 * 8192)) submitted
    stop_both; rm -rf "$work/relp-in" "$work/relp-out"
}
run_http() {
    java -Xmx256m -cp "$classes" io.penstock.bench.HttpRelay server 50096 >"$work/http.log" 2>&1 & peer=$!
    await_port 50096 || return
    timeout 300 java -Xmx256m -cp "$classes" io.penstock.bench.HttpRelay client 50096 $((points / 5))
    stop_both
}

subjects=${SUBJECTS:-penstock rsyslog http}
[ -e /usr/lib/x86_64-linux-gnu/rsyslog/imrelp.so ] || { echo "rsyslog-relp is not installed: left out"; subjects=${subjects/rsyslog/}; }
results=$(mktemp -d)
for i in $(seq "$runs"); do
    for subject in $subjects; do "run_$subject" "$i" >>"$results/$subject"; done
done
echo "points/s, acknowledged, spool on, into $output, $points points a run (a fifth for peers), median (least to most) of $runs:"
for subject in $subjects; do printf '%-10s %s\n' "$subject" "$(median <"$results/$subject")"; done
rm -rf "$results"
