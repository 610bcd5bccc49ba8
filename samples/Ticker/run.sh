#!/usr/bin/env bash
# Starts the ticker: one process, or three behind nginx, with RabbitMQ between them.
#   samples/Ticker/run.sh [--three] [--port 8080] [--no-build]
# Ctrl+C ends all of it. --three takes the ports of the four numbers after --port, too; TICKER_BROKER=amqp://... names a broker that runs
# already, instead of one of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

port=8080 three=false build=true
while (($# > 0)); do
    case $1 in
        --three) three=true ;;
        --port) port=${2:?--port takes a number}; shift ;;
        --no-build) build=false ;;
        *) echo "run.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift
done

fail() { echo "run.sh: $*" >&2; exit 1; }

if $build; then
    dotnet build Ticker.csproj -c Release -v quiet
fi
program=bin/Release/net10.0/Ticker.dll
[[ -f $program ]] || fail "The program is not built; leave --no-build out."

if ! $three; then
    exec dotnet "$program" --urls "http://127.0.0.1:$port"
fi

nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || fail "There is no nginx. Debian: apt install nginx"
folder=$(mktemp -d "${TMPDIR:-/tmp}/ticker.XXXXXX")
started=()
stop() {
    trap - EXIT INT TERM

    # The last that was started is the first to go: nobody is sent to a process that is gone.
    for ((i = ${#started[@]} - 1; i >= 0; i--)); do
        kill -TERM "${started[i]}" 2>/dev/null || true
    done
    wait || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 0' INT TERM

await() {
    local what=$1 log=$2
    shift 2
    for ((i = 0; i < 600; i++)); do
        if "$@" >/dev/null 2>&1; then
            return
        fi
        sleep 0.1
    done
    tail -n 20 "$log" >&2 || true
    fail "$what did not begin to answer within 60 s."
}

listens() { (: <"/dev/tcp/127.0.0.1/$1"); }

broker=${TICKER_BROKER:-}
if [[ -z $broker ]]; then
    rabbit=/usr/lib/rabbitmq/bin/rabbitmq-server
    [[ -x $rabbit ]] || fail "There is no RabbitMQ. Debian: apt install rabbitmq-server. Or name one that runs: TICKER_BROKER=amqp://..."
    amqp=$((port + 4))

    # A node of its own, which leaves nothing behind. The Erlang port mapper may stay: it belongs to all nodes of the machine.
    HOME=$folder RABBITMQ_NODENAME="ticker-$port@localhost" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$amqp \
        RABBITMQ_DIST_PORT=$((amqp + 20000)) RABBITMQ_MNESIA_BASE=$folder/mnesia RABBITMQ_LOG_BASE=$folder/log \
        RABBITMQ_PID_FILE=$folder/rabbitmq.pid RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE=$folder/none \
        RABBITMQ_ENABLED_PLUGINS_FILE=$folder/no-plugins "$rabbit" >"$folder/rabbitmq.log" 2>&1 &
    started+=($!)
    await RabbitMQ "$folder/rabbitmq.log" listens "$amqp"
    broker=amqp://guest:guest@127.0.0.1:$amqp/
fi

sectors=(metals grains energy)
for i in 0 1 2; do
    dotnet "$program" --urls "http://127.0.0.1:$((port + 1 + i))" --Ticker:Node "process $((i + 1)) of 3" --Ticker:Makes "${sectors[i]}" \
        --Ticker:Broker "$broker" >"$folder/process-$i.log" 2>&1 &
    started+=($!)
done
for i in 0 1 2; do
    await "Process $((i + 1))" "$folder/process-$i.log" listens "$((port + 1 + i))"
done

sed -e "s|@folder@|$folder|" -e "s|@port@|$port|" -e "s|@first@|$((port + 1))|" -e "s|@second@|$((port + 2))|" -e "s|@third@|$((port + 3))|" \
    nginx.conf >"$folder/nginx.conf"
"$nginx" -p "$folder" -c "$folder/nginx.conf" >"$folder/nginx.log" 2>&1 &
started+=($!)
await nginx "$folder/nginx.log" listens "$port"
echo "Three processes behind http://127.0.0.1:$port (logs in $folder). Ctrl+C ends them."
wait -n "${started[@]}" || true
fail "One of the processes has ended. Its log: $(ls -t "$folder"/*.log | head -n 1)"
