#!/bin/bash
# A server and thousands of agents over real TLS, from one process; all on loopback, bounded in time.
#   control-fleet.sh steady  [AGENTS] [SECONDS]   they ask every 15 s: time of an answer, refusals, processor time, memory; then agents list
#   control-fleet.sh storm   [AGENTS]             the server is killed and started again: how long until all are back
#   control-fleet.sh rollout [AGENTS]             a pipe goes to all of them, with long polls: how long it takes
#   control-fleet.sh bad-pipe [AGENTS]            its second revision fails everywhere: how many have it when it pauses
#   control-fleet.sh enrol-loss [AGENTS]          of the answers to enrolments 30 % get lost: how many entries there are
#   PENSTOCK_HEAP  of the server (1g)     DATABASE  a jdbc:postgresql:// address instead of the embedded store
#   PORT           of the server (9643)   BENCH_CLASSPATH  from classpath.sh, when it is built already     KEEP=1 keeps the folder
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
profile=${1:-steady} agents=${2:-1000} seconds=${3:-60} port=${PORT:-9643}
full=${PENSTOCK_FULL:-$(ls -d "$here"/../../run/target/penstock-*-full/penstock-* | head -n 1)}
classes=${BENCH_CLASSPATH:-$("$here/scripts/classpath.sh")} || exit 1
[ "$(ulimit -n)" -gt $((agents + 500)) ] || { echo "ulimit -n is $(ulimit -n): give $((agents + 500)) or more" >&2; exit 1; }
work=$(mktemp -d) server= fleet=
export PENSTOCK_HOME=$work/home XDG_CONFIG_HOME=$work/config PENSTOCK_HEAP=${PENSTOCK_HEAP:-1g} PENSTOCK_CDS=off
stop() {
    for pid in $fleet $server; do kill "$pid" 2>/dev/null; done
    wait 2>/dev/null
    [ -n "${KEEP:-}" ] && echo "kept: $work" >&2 || rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' INT TERM
penstock() { "$full/bin/penstock" "$@"; }
serve() {
    : >"$work/server.log"
    "$full/bin/penstock" server >>"$work/server.log" 2>&1 </dev/null & server=$!
    for i in $(seq 300); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return; kill -0 $server 2>/dev/null || break; sleep 0.1; done
    echo "the server does not start:" >&2; tail -n 20 "$work/server.log" >&2; exit 1
}
cpu_ms() { awk '{print ($14 + $15) * 10}' "/proc/$server/stat"; }
transactions() { curl -s "http://127.0.0.1:$((port + 1))/metrics" | awk '/^penstock_control_server_store_(commits|transactions)/ {print $2; exit}'; }
heap_mib() {
    jcmd "$server" GC.run >/dev/null 2>&1
    jcmd "$server" GC.heap_info | awk 'match($0, /used [0-9]+K/) && /(generation|heap)/ {sum += substr($0, RSTART + 5, RLENGTH - 6)} END {printf "%.0f", sum / 1024}'
}
simulate() { # simulate SECONDS OPTION=VALUE …: in the background
    local for=$1; shift
    java -Xmx1g -XX:+UseSerialGC -XX:MaxDirectMemorySize=2g -Dio.netty.leakDetection.level=disabled -cp "$classes" io.penstock.bench.control.Fleet \
        "$work/enrolment.key" server=127.0.0.1:$port agents="$agents" seconds="$for" "$@" >"$work/fleet.log" 2>&1 & fleet=$!
}
until_all() { # until_all: all are enrolled
    for i in $(seq 3200); do grep -qs '^all enrolled.* s after' "$work/fleet.log" && { grep '^all enrolled' "$work/fleet.log"; return; }; kill -0 "$fleet" 2>/dev/null || break; sleep 0.1; done
    echo "they did not all come:" >&2; tail -n 5 "$work/fleet.log" >&2; exit 1
}

mkdir -p "$work/home/conf"
printf '%s\n' '[admin]' "address = \"127.0.0.1:$((port + 1))\"" '[admin-console]' 'address = "none"' '[control-server]' "address = \"127.0.0.1:$port\"" \
    ${DATABASE:+"database = \"$DATABASE\""} >"$work/home/conf/penstock.toml"
serve
head -c 24 /dev/urandom | base64 >"$work/password"
for i in $(seq 60); do penstock setup --user bench --password-file "$work/password" --context bench >"$work/setup.log" 2>&1 && break; sleep 0.5; done
penstock context show >/dev/null && penstock enrolments create --label fleet --tag fleet --max 100000 --file "$work/enrolment.key" >/dev/null 2>&1 || { cat "$work/setup.log"; exit 1; }
uptime
pipe() { printf 'name: pulse\ninput: {generate: {rate: %s/s}}\noutput: {discard: {}}\n' "$1" >"$work/pulse.yaml"; }
case $profile in
    steady)
        simulate "$seconds"; until_all
        cpu=$(cpu_ms) tx=$(transactions) at=$(date +%s.%N)
        wait "$fleet"; fleet=
        tail -n 1 "$work/fleet.log"
        awk -v a="$cpu" -v b="$(cpu_ms)" -v t="$at" -v now="$(date +%s.%N)" -v x="${tx:-0}" -v y="$(transactions)" 'BEGIN {s = now - t
            printf "server: %.1f %% of one core, %.1f transactions/s, ", (b - a) / 10 / s, (y - x) / s}'
        echo "$(heap_mib) MiB of heap in use, $(awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$server/status") MiB resident"
        for i in 1 2 3 4 5; do at=$(date +%s%N); penstock agents list >"$work/list"; echo $((($(date +%s%N) - at) / 1000000)); done | sort -n >"$work/times"
        echo "penstock agents list, $(($(wc -l <"$work/list") - 1)) agents: $(sed -n 3p "$work/times") ms, median of 5" ;;
    storm)
        simulate 300 interval="${INTERVAL:-15}"; until_all
        sleep 15
        kill -9 "$server"; wait "$server" 2>/dev/null
        serve; at=$(date +%s)
        for i in $(seq 240); do
            now=$(tail -n 1 "$work/fleet.log" | sed 's/.*connected \([0-9]*\),.*/\1/')
            [ "${now:-0}" -ge "$agents" ] && [ $(($(date +%s) - at)) -gt 5 ] && break; sleep 0.5
        done
        echo "$now of $agents are back $(($(date +%s) - at)) s after the server listens (told every 5 s)"
        tail -n 1 "$work/fleet.log" ;;
    rollout | bad-pipe)
        bad=0; [ "$profile" = bad-pipe ] && bad=2
        simulate 600 wait=50 bad=$bad; until_all
        sleep 3; pipe 5; at=$(date +%s.%N)
        if [ "$profile" = bad-pipe ]; then
            penstock pipes push "$work/pulse.yaml" --to fleet --all --wait | tail -n 1
            pipe 6; penstock pipes push "$work/pulse.yaml" --wait | head -n 1
            echo "agents it was released to: $(penstock rollouts show pulse -o json | grep -c '"state" : "\(failed\|released\)"')"
        else
            penstock pipes push "$work/pulse.yaml" --to fleet --wait 2>/dev/null
            awk -v t="$at" -v now="$(date +%s.%N)" 'BEGIN {printf "%.1f s from the push to the end\n", now - t}'
        fi
        tail -n 1 "$work/fleet.log" ;;
    enrol-loss)
        simulate 5 loss=30; until_all
        echo "entries: $(penstock agents list -o json | grep -c '"enrolledBy"')" ;;
    *) echo "no profile $profile" >&2; exit 2 ;;
esac
