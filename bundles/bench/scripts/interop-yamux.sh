#!/bin/bash
# Our yamux against others', over plain TCP, in both roles and from both ends: interop-yamux.sh [hashicorp] [yamux-js] [libp2p]
# Needs go, or node and npm; fetches the other implementations into a temporary folder. Ends with the number of failures.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cp=${BENCH_CLASSPATH:-$("$here/classpath.sh")} || exit 1
port=$((20000 + RANDOM % 20000))
failures=0

prepare() { # prepare PEER: puts into $peer the command that runs it
    cp -r "$here/../interop/$1" "$here/../interop/checks.mjs" "$work/" && cd "$work/$1" || exit 1
    case $1 in
    hashicorp) go mod tidy >/dev/null 2>&1 && go build -o peer . && peer="$work/$1/peer" ;;
    *) npm install --silent --no-package-lock --no-audit --no-fund >/dev/null && peer="node $work/$1/peer.mjs" ;;
    esac || { echo "$1 cannot be made ready"; exit 1; }
}

lacks() { # lacks PEER: the checks it has no way to take part in
    case $1 in
    hashicorp | yamux-js) echo reset-by-peer ;;
    esac
}

talk() { # talk PEER OUR-ROLE THEIR-ROLE
    port=$((port + 1))
    echo "== $1, we are the $([ "$2" = listen ] && echo server || echo client)"
    $peer "$3" "$port" & their=$!
    [ "$2" = dial ] && sleep 1
    # shellcheck disable=SC2046
    java -cp "$cp" io.penstock.bench.interop.YamuxInterop "$2" "$port" $(lacks "$1")
    failures=$((failures + $?))
    kill "$their" 2>/dev/null; wait "$their" 2>/dev/null
}

for name in ${*:-hashicorp yamux-js libp2p}; do
    prepare "$name"
    talk "$name" listen client
    talk "$name" dial server
done
echo "failures: $failures"
exit "$failures"
