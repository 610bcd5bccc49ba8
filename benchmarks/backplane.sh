#!/usr/bin/env bash
# Measures messages between processes by a real RabbitMQ: benchmarks/backplane.sh [SESSIONS] [SECONDS]. benchmarks/backplane/README.md has the method.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly sessions=${1:-300} seconds=${2:-5}
readonly program=benchmarks/backplane/bin/Release/net10.0/BackplaneBenchmark.dll
readonly broker_port=35672 first_port=35680

[[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || scripts/install-packages.sh rabbitmq-server
dotnet build benchmarks/backplane -c Release -v quiet

folder=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; wait; epmd -kill >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT

export HOME=$folder RABBITMQ_NODENAME=bench@localhost RABBITMQ_DIST_PORT=35673 ERL_EPMD_PORT=35674 ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_RELAXED_COMMAND_CHECK=true
export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
export RABBITMQ_CONFIG_FILE=$folder/rabbitmq RABBITMQ_CONF_ENV_FILE=$folder/none
echo '[].' >"$folder/enabled_plugins"
printf 'listeners.tcp.1 = 127.0.0.1:%d\nloopback_users = none\n' "$broker_port" >"$folder/rabbitmq.conf"

reachable() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
await() { for ((i = 0; i < 600; i++)); do "$@" && return; sleep 0.1; done; echo "Timed out: $*" >&2; exit 1; }
nodes() { [[ $(curl -s "http://127.0.0.1:$1/nodes") == "$2" ]]; }

/usr/lib/rabbitmq/bin/rabbitmq-server >"$folder/broker.txt" 2>&1 &
children+=($!)
await reachable "$broker_port"
await grep -q completed "$folder/broker.txt"

row() { # endpoints|signalr, processes, the broker or nothing
    local kind=$1 count=$2 addresses=() servers=() port
    for ((port = first_port; port < first_port + count; port++)); do
        dotnet "$program" serve "$kind" "$port" "${@:3}" &
        servers+=($!) children+=($!)
        addresses+=("http://127.0.0.1:$port")
    done
    for ((port = first_port; port < first_port + count; port++)); do
        await reachable "$port"
        [[ $kind == signalr ]] || await nodes "$port" "$count"
    done
    dotnet "$program" measure "$kind" "$sessions" "$seconds" "${addresses[@]}"
    kill "${servers[@]}"
    wait "${servers[@]}" || true
}

echo "$sessions sessions, messages of 64 bytes, $(nproc) cores"
echo "| server | processes | deliveries/s | same process, us | p99 | other processes, us | p99 | not at all |"
echo "|---|---|---|---|---|---|---|---|"
row signalr 1
row endpoints 1
for count in 1 2 3; do
    row endpoints "$count" "amqp://guest:guest@127.0.0.1:$broker_port/"
done
