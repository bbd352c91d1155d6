#!/bin/bash
# Agents that come back after the gateway was killed and started again: real ones, in one process.
#   tunnel-stampede.sh [AGENTS] [RUNS] [DOWN_SECONDS]
. "$(dirname "$0")/tunnels.sh"
agents=${1:-500} runs=${2:-3} down=${3:-5}
gateway=$((target + 1)) home=$work/gateway
mkdir -p "$home/conf" "$home/pipes" "$work/agents"
printf '%s\n' '[admin]' 'address = "none"' '[admin-console]' 'address = "none"' '[tunnel-gateway]' "address = \"127.0.0.1:$gateway\"" \
    'limits.unauthenticated-per-address = 10000' "${TUNNEL_GATEWAY:-}" >"$home/conf/penstock.toml"
java -cp "$classes" io.penstock.bench.tunnel.Stampede keys "$agents" "$work/agents" >>"$home/conf/penstock.toml" || exit 1
subject=gateway
serve() { PENSTOCK_HOME=$home spawn gateway "$full/bin/penstock" server; server=$last; await_port "$gateway" || exit 1; }
serve
# What the agents pin is in the identity file of any agent.
pin=$(PENSTOCK_HOME=$home "$full/bin/penstock" keys new-agent pin --gateway "127.0.0.1:$gateway" --allow 127.0.0.1:1 --file "$work/pin.toml" >/dev/null 2>&1 && sed -n 's/^gateway-pin *= *"\(.*\)"/\1/p' "$work/pin.toml")
[ -n "$pin" ] || { echo "no pin" >&2; exit 1; }
subject=agents
mkfifo "$work/hold"
java -Xmx512m -XX:+UseSerialGC -cp "$classes" io.penstock.bench.tunnel.Stampede run "$gateway" "$pin" "$work/agents" <"$work/hold" >"$work/online" 2>"$work/agents.log" & started+=($!)
exec 7>"$work/hold"
back() { # back COUNT SECONDS: until so many are online
    for i in $(seq $(($2 * 10))); do [ "$(tail -n 1 "$work/online" | cut -d' ' -f2)" = "$1" ] && return; sleep 0.1; done
    echo "only $(tail -n 1 "$work/online") of $1" >&2; return 1
}
back "$agents" 120 || { tail -n 5 "$work/agents.log"; exit 1; }
uptime
for i in $(seq "$runs"); do
    kill -9 "$(tree "$server" | tail -n 1)"; owned[gateway]=; back 0 60 || exit 1
    sleep "$down"
    subject=gateway; serve; at=$(date +%s.%N)
    before=$(cpu_ms gateway)
    back "$agents" 120 || exit 1
    awk -v at="$at" -v n="$agents" -v ms="$(($(cpu_ms gateway) - before))" '$2 < n / 10 {first = 0; half = 0} $2 > 0 && !first {first = $1} $2 >= n / 2 && !half {half = $1} {last = $1}
        END {printf "%d agents after the gateway listens: first %.1f s, half %.1f s, all %.1f s; %.1f ms of the gateway'"'"'s processor time each\n", n, first - at, half - at, last - at, ms / n}' "$work/online"
done
exec 7>&-
