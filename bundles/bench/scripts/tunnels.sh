#!/bin/bash
# Ways from a local port to a target behind it: Penstock's tunnel and its peers; sourced by the tunnel-*.sh scripts.
#   SUBJECTS     which, in this order (direct plain socat penstock penstock_jdk penstock_nio penstock_4 penstock_plain ssh_r ssh_l stunnel frp
#                chisel rathole; plain and socat: two relays that only pass bytes on, so three legs, as a tunnel has); those that are not installed are left out, and said so
#   WARM         turns that are not counted (3): what runs on Java compiles while it works
#   PEERS_BIN    a folder with frps, frpc, chisel, rathole, unless they are on the PATH
#   TUNNEL_PORTS the first of the ports used (21000): 10 for each subject
#   TUNNEL_AGENT, TUNNEL_GATEWAY, LISTENER_LINES, ENTRY_LINES   more lines for the tables [tunnel], [tunnel-gateway], that of the listener, of the agent
set -u
. "$(dirname "${BASH_SOURCE[0]}")/peers.sh"
full=${PENSTOCK_FULL:-$(ls -d "$here"/../../run/target/penstock-*-full/penstock-* | head -n 1)}
classes=${BENCH_CLASSPATH:-$("$here/scripts/classpath.sh")} || exit 1
PATH=${PEERS_BIN:+$PEERS_BIN:}$PATH:/usr/sbin
work=$(mktemp -d)
target=${TUNNEL_PORTS:-21000}
declare -A entry owned
started=()

bench() { timeout 120 java -Xmx256m -XX:+UseSerialGC -XX:MaxDirectMemorySize=1g -cp "$classes" "io.penstock.bench.tunnel.$@"; }

spawn() { # spawn NAME COMMAND ...: in the background, until the script ends
    local name=$1; shift
    "$@" >>"$work/$name.log" 2>&1 </dev/null & last=$!
    started+=($last); owned[${subject:-target}]+=" $last"
}

stop_all() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null; done
    for i in $(seq 50); do
        alive=; for pid in "${started[@]}"; do kill -0 "$pid" 2>/dev/null && alive="$alive $pid"; done
        [ -n "$alive" ] || break; sleep 0.1
    done
    for pid in ${alive:-}; do kill -9 "$pid" 2>/dev/null; done
    wait 2>/dev/null; started=(); owned=()
}
trap 'stop_all; [ -n "${KEEP:-}" ] && echo "kept: $work" >&2 || rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

tree() { # tree PID: it and all below it
    echo "$1"; for child in $(ps -o pid= --ppid "$1"); do tree "$child"; done
}
cpu_ms() { # cpu_ms SUBJECT: processor time of its processes so far, and of those below them that have ended
    local ticks=0 pid
    for pid in ${owned[$1]:-}; do for pid in $(tree "$pid"); do
        ticks=$((ticks + $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | awk '{sum += $12 + $13 + $14 + $15} END {print sum + 0}')))
    done; done
    echo $((ticks * 1000 / $(getconf CLK_TCK)))
}
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Every start_SUBJECT PORT makes port PORT lead to $target. What dials the other side dials $dial, set by link PORT: the other side's port
# PORT+1 itself, unless LINK ("ROUND_TRIP_MS MBIT_A_SECOND") puts a slow link between (of our own: the kernel may have no netem).
link() { # link PORT [TO]
    dial=${2:-$(($1 + 1))}
    [ -n "${LINK:-}" ] || return 0
    local to=$dial; dial=$(($1 + 2))
    spawn "link-$1" java -Xmx64m -XX:+UseSerialGC -XX:MaxDirectMemorySize=1g -cp "$classes" io.penstock.bench.tunnel.Link $dial "$to" $LINK
    owned[$subject]= # the link's own time is nobody's
    await_port $dial
}
start_direct() { link "$1" "$target"; entry[$subject]=$dial; }
start_plain() {
    link "$1"
    for hop in "$1 $dial" "$(($1 + 1)) $target"; do
        spawn "plain-$1" java -Xmx64m -XX:+UseSerialGC -XX:MaxDirectMemorySize=1g -cp "$classes" io.penstock.bench.tunnel.Link $hop
    done
}
start_socat() {
    link "$1"
    spawn "socat-$1" socat -b 262144 "TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=1024" "TCP:127.0.0.1:$dial,nodelay"
    spawn "socat-$1" socat -b 262144 "TCP-LISTEN:$(($1 + 1)),bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=1024" "TCP:127.0.0.1:$target,nodelay"
}

start_penstock() {
    link "$1"
    local home=$work/$subject gateway=$(($1 + 1))
    mkdir -p "$home"/{server,agent}/{conf,pipes}
    cat >"$home/server/conf/penstock.toml" <<TOML
[admin]
address = "none"
[admin-console]
address = "none"
[tunnel-gateway]
address = "127.0.0.1:$gateway"
limits.unauthenticated-per-address = 1000
${gateway_lines-${TUNNEL_GATEWAY:-}}
TOML
    printf '[admin]\naddress = "none"\n[admin-console]\naddress = "none"\n' >"$home/agent/conf/penstock.toml"
    PENSTOCK_HOME=$home/server spawn "$subject-server" "$full/bin/penstock" server
    await_port "$gateway" || { cat "$work/$subject-server.log" >&2; return 1; }
    PENSTOCK_HOME=$home/server "$full/bin/penstock" keys new-agent bench --gateway "127.0.0.1:$dial" --allow "127.0.0.1:$target" \
        --file "$home/bench.toml" >"$home/table" 2>"$home/keys.log" || { cat "$home/keys.log" >&2; return 1; }
    { cat "$home/table"; printf '%s\n' "${ENTRY_LINES:-}" '[tunnel-gateway.listeners.bench]' "address = \"127.0.0.1:$1\"" 'agents = ["bench"]' \
        "target = \"127.0.0.1:$target\"" "${LISTENER_LINES:-}"; } >>"$home/server/conf/penstock.toml"
    [ -z "${agent_lines-${TUNNEL_AGENT:-}}" ] || printf '%s\n' "${agent_lines-${TUNNEL_AGENT:-}}" >>"$home/bench.toml"
    PENSTOCK_HOME=$home/agent spawn "$subject-agent" "$dist/bin/penstock" agent -c "$home/bench.toml"
}
start_penstock_jdk() { agent_lines='tls-provider = "jdk"' gateway_lines='tls-provider = "jdk"' start_penstock "$1"; }
start_penstock_nio() { agent_lines='transport = "nio"' gateway_lines='transport = "nio"' start_penstock "$1"; }
start_penstock_plain() { agent_lines='resume = false' start_penstock "$1"; } # a lost connection loses its streams
start_penstock_4() { agent_lines='connections = 4' start_penstock "$1"; }

make_ssh() { # an sshd of our own, with keys and settings of its own
    local folder=$work/$subject; mkdir -p "$folder"
    ssh-keygen -q -t ed25519 -N '' -f "$folder/host" && ssh-keygen -q -t ed25519 -N '' -f "$folder/key" && cp "$folder/key.pub" "$folder/authorized"
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
    printf '%s\n' "Port $(($1 + 1))" "ListenAddress 127.0.0.1" "HostKey $folder/host" "AuthorizedKeysFile $folder/authorized" "PidFile none" "StrictModes no" \
        "UsePAM no" "PasswordAuthentication no" "PermitRootLogin prohibit-password" "AllowTcpForwarding yes" "MaxStartups 100" >"$folder/config"
    spawn "$subject" "$(command -v sshd)" -D -e -f "$folder/config"
    await_port $(($1 + 1))
}
dial_ssh() { # dial_ssh FORWARDING
    spawn "$subject" ssh -N -F none -p $dial -i "$work/$subject/key" -c aes128-gcm@openssh.com -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
        -o ExitOnForwardFailure=yes -o ServerAliveInterval=15 "$@" "$(id -un)@127.0.0.1"
}
start_ssh_r() { link "$1"; make_ssh "$1" && dial_ssh -R "127.0.0.1:$1:127.0.0.1:$target"; }
start_ssh_l() { link "$1"; make_ssh "$1" && dial_ssh -L "127.0.0.1:$1:127.0.0.1:$target"; }

start_stunnel() { # one TLS connection for each connection; the visitor's side dials
    link "$1"
    local folder=$work/$subject; mkdir -p "$folder"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=bench -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
    local common; common=$(printf '%s\n' "foreground = yes" "pid =" "socket = l:TCP_NODELAY=1" "socket = r:TCP_NODELAY=1" "ciphersuites = TLS_AES_128_GCM_SHA256" "[bench]")
    printf '%s\n' "$common" "accept = 127.0.0.1:$(($1 + 1))" "connect = 127.0.0.1:$target" "cert = $folder/cert.pem" "key = $folder/key.pem" >"$folder/server"
    printf '%s\n' "$common" "client = yes" "accept = 127.0.0.1:$1" "connect = 127.0.0.1:$dial" "CAfile = $folder/cert.pem" "verifyPeer = yes" >"$folder/client"
    spawn "$subject" stunnel4 "$folder/server"
    spawn "$subject" stunnel4 "$folder/client"
}

start_frp() { # TLS and one multiplexed connection are its defaults
    link "$1"
    local folder=$work/$subject; mkdir -p "$folder"
    printf '%s\n' "bindAddr = \"127.0.0.1\"" "bindPort = $(($1 + 1))" "auth.token = \"bench\"" >"$folder/server.toml"
    printf '%s\n' "serverAddr = \"127.0.0.1\"" "serverPort = $dial" "auth.token = \"bench\"" "[[proxies]]" "name = \"bench\"" "type = \"tcp\"" "localIP = \"127.0.0.1\"" \
        "localPort = $target" "remotePort = $1" >"$folder/client.toml"
    spawn "$subject" frps -c "$folder/server.toml"
    await_port $(($1 + 1)) && spawn "$subject" frpc -c "$folder/client.toml"
}
start_chisel() {
    link "$1"
    spawn "$subject" chisel server --reverse --host 127.0.0.1 --port $(($1 + 1)) --auth bench:bench
    await_port $(($1 + 1)) && spawn "$subject" chisel client --auth bench:bench "http://127.0.0.1:$dial" "R:127.0.0.1:$1:127.0.0.1:$target"
}
start_rathole() { # encrypted by Noise; a connection for each connection
    link "$1"
    local folder=$work/$subject pair; mkdir -p "$folder"
    pair=$(rathole --genkey x25519)
    printf '%s\n' "[server]" "bind_addr = \"127.0.0.1:$(($1 + 1))\"" "default_token = \"bench\"" "[server.transport]" "type = \"noise\"" "[server.transport.noise]" \
        "local_private_key = \"$(printf '%s\n' "$pair" | sed -n 2p)\"" "[server.services.bench]" "bind_addr = \"127.0.0.1:$1\"" >"$folder/server.toml"
    printf '%s\n' "[client]" "remote_addr = \"127.0.0.1:$dial\"" "default_token = \"bench\"" "[client.transport]" "type = \"noise\"" "[client.transport.noise]" \
        "remote_public_key = \"$(printf '%s\n' "$pair" | sed -n '/Public/{n;p}')\"" "[client.services.bench]" "local_addr = \"127.0.0.1:$target\"" >"$folder/client.toml"
    spawn "$subject" rathole "$folder/server.toml"
    await_port $(($1 + 1)) && spawn "$subject" rathole "$folder/client.toml"
}

needs() { # needs SUBJECT: the programs it is made of
    case $1 in
        socat) echo socat ;; ssh_*) echo ssh sshd ssh-keygen ;; stunnel) echo stunnel4 openssl ;;
        frp) echo frps frpc ;; chisel) echo chisel ;; rathole) echo rathole ;;
    esac
}
answers() { [ "$(timeout 10 java -Xmx16m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" io.penstock.bench.tunnel.Opens "$1" 1 1 2>/dev/null | cut -d' ' -f4)" = 0 ]; }
start_target() { spawn target java -Xmx256m -XX:+UseSerialGC -cp "$classes" io.penstock.bench.tunnel.Target "$target"; await_port "$target"; }
start_subject() { # start_subject NUMBER: gives entry[$subject], and whether it works
    missing=; for program in $(needs "$subject"); do command -v "$program" >/dev/null || missing="$missing $program"; done
    [ -z "$missing" ] || { echo "$subject: left out, not installed:$missing"; return 1; }
    entry[$subject]=$((target + 10 * $1))
    "start_$subject" "${entry[$subject]}" || { echo "$subject: does not start"; return 1; }
    for try in $(seq 20); do answers "${entry[$subject]}" && return 0; sleep 0.5; done
    echo "$subject: leads nowhere:"; tail -n 5 "$work/$subject"*.log; return 1
}
start_subjects() { # starts the target and all of $subjects; leaves in it those that work
    subject=; start_target || exit 1
    local ready= number=0
    for subject in $subjects; do
        number=$((number + 1))
        start_subject $number && ready="$ready $subject"
    done
    subjects=$ready subject=
}
in_turns() { # in_turns RUNS TITLE COLUMN...: runs measure SUBJECT for each in turn, after WARM (3) turns that are not counted; medians of the columns it prints
    local runs=$1 title=$2 results; shift 2; results=$(mktemp -d "$work/results.XXXX")
    uptime
    for i in $(seq $((1 - ${WARM:-3})) "$runs"); do
        for subject in $subjects; do
            line=$(measure "$subject") || line=
            [ "$i" -le 0 ] || [ -z "$line" ] || echo "$line" >>"$results/$subject"
        done
    done
    uptime
    echo "$title; median (least to most) of $runs:"
    for subject in $subjects; do
        [ -s "$results/$subject" ] || { echo "$subject: no result"; continue; }
        for column in $(seq $#); do
            printf '%-13s %-40s %s%s\n' "$subject" "${!column}" "$(cut -d' ' -f"$column" "$results/$subject" | median)" \
                "$([ "$(wc -l <"$results/$subject")" = "$runs" ] || echo " ONLY $(wc -l <"$results/$subject") RUNS")"
        done
    done
    subject=
}
