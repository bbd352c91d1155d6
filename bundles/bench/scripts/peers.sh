#!/bin/bash
# Starts one peer of a comparison in the background and prints its process id; sourced by the other scripts.
# syslog-ng and rsyslog exclude each other as packages: syslog-ng is unpacked beside (SYSLOG_NG_ROOT, from apt-get download + dpkg -x).
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=${PENSTOCK_DIST:-$(ls -d "$here"/../../run/target/penstock-*-agent/penstock-* 2>/dev/null | head -n 1)}
[ -n "$dist" ] || { echo "no distribution: run mvn -B -DskipTests package first" >&2; exit 1; }
peer=

fill() { # fill FILE KEY VALUE ...: prints the configuration with its keys filled in
    text=$(cat "$1"); shift
    while [ $# -gt 0 ]; do text=$(printf '%s\n' "$text" | sed "s|$1|$2|g"); shift 2; done
    printf '%s\n' "$text"
}

start_rsyslog() { # start_rsyslog WORK CONF
    mkdir -p "$1"; rsyslogd -n -i "$1/pid" -f "$2" >"$1/log" 2>&1 & peer=$!
}

start_syslog_ng() { # start_syslog_ng WORK CONF
    mkdir -p "$1"
    root=${SYSLOG_NG_ROOT:?unpack syslog-ng-core and libivykis0 and set SYSLOG_NG_ROOT}
    LD_LIBRARY_PATH="$root/usr/lib/x86_64-linux-gnu:$root/usr/lib/syslog-ng" "$root/usr/sbin/syslog-ng" -F -f "$2" \
        --module-path="$root/usr/lib/syslog-ng/3.38" -R "$1/persist" -c "$1/ctl" -p "$1/pid" --no-caps >"$1/log" 2>&1 & peer=$!
}

start_penstock() { # start_penstock HOME: the agent of this tree's distribution
    PENSTOCK_HOME=$1 "$dist/bin/penstock" agent >"$1/log" 2>&1 & peer=$!
}

start_camel() { # start_camel CLASSPATH WORK CLASS ARGS...
    local cp=$1 folder=$2 class=$3; shift 3; mkdir -p "$folder"
    java -Xmx512m -cp "$cp" "$here/peers/$class.java" "$@" >"$folder/log" 2>&1 & peer=$!
}

await_port() { # await_port PORT: until somebody listens there, 30 s at the most
    i=0; until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
        i=$((i + 1)); [ $i -lt 300 ] || { echo "nobody listens on $1" >&2; return 1; }; sleep 0.1
    done
}

stop_peer() { [ -z "$peer" ] || { kill "$peer"; wait "$peer"; peer=; } 2>/dev/null; }

median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)], "(" v[1] " to " v[NR] ")"}'; }

compare() { # compare TITLE COLUMN...: runs run_SUBJECT for each of $subjects (all, unless set) in turn; medians of the columns each prints
    title=$1; shift; results=$(mktemp -d)
    for subject in ${subjects:=penstock rsyslog syslog_ng camel}; do
        case $subject in
            rsyslog) command -v rsyslogd >/dev/null || { echo "rsyslog is not installed: left out"; continue; } ;;
            syslog_ng) [ -n "${SYSLOG_NG_ROOT:-}" ] || { echo "SYSLOG_NG_ROOT is not set: syslog-ng left out"; continue; } ;;
        esac
        : >"$results/$subject"
    done
    uptime
    for i in $(seq "$runs"); do
        for subject in $subjects; do [ ! -f "$results/$subject" ] || "run_$subject" "$i" >>"$results/$subject"; done
    done
    uptime
    echo "$title, median (least to most) of $runs:"
    for subject in $subjects; do
        [ -f "$results/$subject" ] || continue
        [ -s "$results/$subject" ] || echo "$subject: no result"
        [ -s "$results/$subject" ] && for column in $(seq $#); do
            printf '%-16s %-32s %s\n' "$subject" "${!column}" "$(cut -d' ' -f"$column" "$results/$subject" | median)"
        done
    done
    rm -rf "$results"
}
