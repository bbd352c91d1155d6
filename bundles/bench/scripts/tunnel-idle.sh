#!/bin/bash
# Memory for connections through a tunnel that have carried one byte each way and then nothing.
#   tunnel-idle.sh [COUNT] [SECONDS]
LISTENER_LINES="max-streams = 100000" ENTRY_LINES="max-streams = 100000" TUNNEL_GATEWAY=${TUNNEL_GATEWAY:-limits.streams = 100000}
. "$(dirname "$0")/tunnels.sh"
count=${1:-10000} seconds=${2:-10}
[ "$(ulimit -n)" -gt $((count + 200)) ] || { echo "ulimit -n is $(ulimit -n): give $((count + 200)) or more" >&2; exit 1; }
subjects=${SUBJECTS:-penstock ssh_r stunnel frp chisel rathole}
memory() { # memory SUBJECT: of each process: its name, KiB resident, and for Java KiB of the heap in use after a collection
    for pid in ${owned[$1]}; do for pid in $(tree "$pid"); do
        name=$(ps -o comm= -p "$pid") || continue
        resident=$(awk '/VmRSS/ {print $2}' "/proc/$pid/status")
        heap=
        if [ "$name" = java ]; then
            name=$(tr '\0' ' ' <"/proc/$pid/cmdline" | grep -o ' server \| agent ' | head -n 1 | tr -d ' ')
            jcmd "$pid" GC.run >/dev/null && heap=$(jcmd "$pid" GC.heap_info | grep -o 'used [0-9]*K' | awk '{sum = sum == "" ? 0 : sum} NR <= 2 {gsub(/[^0-9]/, "", $2); sum += $2} END {print sum}')
        fi
        echo "${name:-java} $resident ${heap:--}"
    done; done
}
subject=; start_target || exit 1
number=0
for subject in $subjects; do
    number=$((number + 1))
    start_subject $number || continue
    memory "$subject" >"$work/before"
    mkfifo "$work/hold-$subject"
    java -Xmx256m -XX:+UseSerialGC -cp "$classes" io.penstock.bench.tunnel.Idle "${entry[$subject]}" "$count" <"$work/hold-$subject" >"$work/idle-$subject" 2>&1 & idle=$!
    started+=($idle)
    exec 7>"$work/hold-$subject"
    for i in $(seq 600); do grep -q open "$work/idle-$subject" && break; kill -0 $idle 2>/dev/null || break; sleep 0.2; done
    sleep "$seconds"
    memory "$subject" >"$work/after"
    exec 7>&-
    for i in $(seq 300); do kill -0 $idle 2>/dev/null || break; sleep 0.2; done
    alive=$(tail -n 1 "$work/idle-$subject")
    echo "$subject: $count connections, $alive alive after $seconds s; process, MiB resident before and with them, MiB of heap (Java) before and with them, KiB each (resident; heap)"
    paste -d' ' "$work/before" "$work/after" | awk -v n="$count" '{printf "    %-10s %7.1f %7.1f", $1, $2 / 1024, $5 / 1024; if ($3 != "-") printf "   %7.1f %7.1f", $3 / 1024, $6 / 1024;
        printf "   %.1f", ($5 - $2) / n; if ($3 != "-") printf "; %.1f", ($6 - $3) / n; print ""}'
done
