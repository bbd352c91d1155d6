#!/bin/bash
# pgbench through tunnels to a real PostgreSQL (the binaries the tests use), 16 clients, beside direct.
#   tunnel-pgbench.sh [RUNS] [SECONDS] [CLIENTS] [SCALE] [tpcb|select]     tpcb: pgbench's own mix, five statements a transaction
# Needs pgbench (Debian: postgresql-contrib); without it a load of our own over JDBC does the same, and says so.
. "$(dirname "$0")/tunnels.sh"
runs=${1:-5} seconds=${2:-10} clients=${3:-16} scale=${4:-20} kind=${5:-tpcb}
subjects=${SUBJECTS:-direct plain penstock ssh_r ssh_l stunnel frp chisel rathole}
export PGUSER=postgres PGHOST=127.0.0.1 PGDATABASE=postgres
start_target() {
    spawn target java -Xmx128m -XX:+UseSerialGC -cp "$classes" io.penstock.bench.tunnel.Postgres "$target" 300; await_port "$target" && sleep 2 || return
    bench PgLoad init "$target" "$scale"
}
answers() { timeout 10 java -Xmx32m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" io.penstock.bench.tunnel.PgLoad "$kind" "$1" "$scale" 1 0 >/dev/null 2>&1; }
start_subjects
if command -v pgbench >/dev/null; then
    measure() { timeout 120 pgbench -n -p "${entry[$1]}" -c "$clients" -j 2 -T "$seconds" $([ "$kind" = tpcb ] || echo -S) 2>/dev/null | awk '/^tps/ {tps = $3} /^latency average/ {ms = $4} END {print tps, ms}'; }
else
    echo "pgbench is not installed: the same over JDBC"
    measure() { bench PgLoad "$kind" "${entry[$1]}" "$scale" "$clients" "$seconds"; }
fi
in_turns "$runs" "$kind, scale $scale, $clients clients, $seconds s" "transactions/s" "ms a transaction"
