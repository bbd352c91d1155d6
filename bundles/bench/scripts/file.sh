#!/bin/bash
# An access log to a file through a regular expression and a filter: Penstock, rsyslog, syslog-ng and Apache Camel in turn.
#   file.sh [MEBIBYTES] [RUNS]      SUBJECTS="penstock syslog_ng" takes only these
# Three figures a run: MiB/s from the start of the process to the last line written; MiB/s steady, from when a quarter of the
# output is written; CPU time of the process, start included. Every output must be the expected one byte by byte, or there is
# no figure. Nobody forces its output to disk, but for penstock_synced, which does so with every batch (its default).
set -u
. "$(dirname "$0")/peers.sh"
mib=${1:-1024} runs=${2:-5} limit_seconds=600
subjects=${SUBJECTS:-penstock penstock_synced rsyslog syslog_ng camel}
work=$(mktemp -d) && trap 'stop_peer; rm -rf "$work"' EXIT
classes=${BENCH_CLASSPATH:-$("$(dirname "$0")/classpath.sh" -Ppeers)} || exit 1
read -r lines kept < <(java -cp "$classes" io.penstock.bench.AccessLog "$work/in.log" "$work/expected" "$mib")
bytes=$(stat -c %s "$work/expected")
echo "$lines lines, $kept of them to be kept, sha256 $(sha256sum <"$work/expected" | cut -c1-16)"

cpu() { awk '{print $14 + $15}' "/proc/$peer/stat"; } # in hundredths of a second
size() { stat -c %s "$1" 2>/dev/null || echo 0; }

measured() { # measured FILE START: waits until the peer has written all, prints the figures of the run
    quarter= written=0
    for _ in $(seq $((limit_seconds * 50))); do
        written=$(size "$1")
        [ -n "$quarter" ] || [ "$written" -lt $((bytes / 4)) ] || quarter="$(date +%s.%N) $written"
        [ "$written" -lt "$bytes" ] || break
        sleep 0.02
    done
    end=$(date +%s.%N) used=$(cpu)
    stop_peer
    if ! cmp -s "$1" "$work/expected"; then
        echo "WRONG: ${1#"$work"/} has $(size "$1") bytes after $limit_seconds s at the most, expected $bytes" >&2
        return
    fi
    rm -f "$1"
    echo "$2 $end $quarter $bytes $mib $used" | awk '{printf "%.1f %.1f %.2f\n", $6/($2-$1), $6*($5-$4)/$5/($2-$3), $7*10/$6}'
}

new_home() { # new_home FOLDER SYNC
    mkdir -p "$1/pipes" "$1/conf" "$1/data"
    printf '[admin]\naddress = "none"\n' >"$1/conf/penstock.toml"
    cat >"$1/pipes/bench.yaml" <<PIPE
name: bench
input: {file: {paths: ["$work/in.log"]}}
steps:
  - extract: {pattern: '^(?<ip>\S+) \S+ \S+ \[(?<ts>[^\]]+)\] "(?<method>\S+) (?<path>\S+)[^"]*" (?<status>\d+) (?<bytes>\d+)', types: {status: int, bytes: int}, remove: true}
  - filter: status >= 500
  - remove: [ts, bytes]
output: {file: {path: "$1/out", sync: $2}}
PIPE
}
archive_classes() { # as the very first start of an installation does when it ends
    new_home "$work/first" none; rm "$work/first/pipes/bench.yaml"
    start_penstock "$work/first"; sleep 10; stop_peer; mv "$work"/first/data/classes-* "$work/"
}
run() { # run FOLDER SYNC
    new_home "$1" "$2"; cp -p "$work"/classes-* "$1/data/"
    start=$(date +%s.%N); start_penstock "$1"; measured "$1/out" "$start"; rm -rf "$1"
}
run_penstock() { run "$work/penstock-$1" none; }
run_penstock_synced() { run "$work/synced-$1" batch; }
run_rsyslog() {
    folder=$work/rsyslog-$1; mkdir -p "$folder"
    cp "$here/peers/access-log.rulebase" "$folder/rules"
    fill "$here/peers/rsyslog-file.conf" IN "$work/in.log" OUT "$folder/out" WORK "$folder" >"$folder/conf"
    start=$(date +%s.%N); start_rsyslog "$folder" "$folder/conf"; measured "$folder/out" "$start"
}
run_syslog_ng() {
    folder=$work/syslog-ng-$1; mkdir -p "$folder"
    fill "$here/peers/syslog-ng-file.conf" IN "$work/in.log" OUT "$folder/out" >"$folder/conf"
    start=$(date +%s.%N); start_syslog_ng "$folder" "$folder/conf"; measured "$folder/out" "$start"
}
run_camel() {
    start=$(date +%s.%N); start_camel "$classes" "$work/camel-$1" CamelFile "$work/in.log" "$work/camel-$1/out"
    measured "$work/camel-$1/out" "$start"
}

case " $subjects " in *" penstock"*) archive_classes ;; esac
compare "file to file, regular expression and filter, $mib MiB a run" "MiB/s with the start" "MiB/s steady" "CPU ms/MiB"
