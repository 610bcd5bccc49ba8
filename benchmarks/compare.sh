#!/usr/bin/env bash
# Measures this repository's server against others, side by side on this machine: benchmarks/compare.sh [--quick] [--servers A,B]
# [--loads X,Y] [--rounds N] and more (--help). Installs what is missing (Debian), builds everything, measures, and writes
# benchmarks/results/latest.md, latest.svg and latest.jsonl. benchmarks/README.md has the method.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly built=$PWD/../artifacts/benchmarks
readonly servers=$PWD/servers
readonly netty=/usr/share/java/netty
readonly gorilla=/usr/share/gocode

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A build node that outlives the build would take CPU time from what is measured.
export MSBUILDDISABLENODEREUSE=1

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\ncompare.sh: %s\n' "$*" >&2; exit 1; }

run() { exec python3 runner "$@"; }

for argument; do
    case $argument in
        --help | -h | --report-only) run "$@" ;;
    esac
done

# --- What the machine must have -----------------------------------------------------------------

[[ $(uname -s) == Linux ]] || fail "It measures on Linux only."
command -v dotnet >/dev/null || fail "There is no dotnet. Install the .NET SDK that global.json names and put it on the PATH."

missing=()
command -v python3 >/dev/null || missing+=(python3)
command -v gcc >/dev/null || missing+=(gcc)
[[ -e /usr/include/stdio.h && -e /usr/include/linux/io_uring.h ]] || missing+=(libc6-dev)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v go >/dev/null || missing+=(golang-go)
[[ -d $gorilla/src/github.com/gorilla/websocket ]] || missing+=(golang-github-gorilla-websocket-dev)
command -v javac >/dev/null || missing+=(default-jdk-headless)
[[ -e $netty-codec-http.jar ]] || missing+=(libnetty-java)
if ((${#missing[@]} > 0)); then
    ../scripts/install-packages.sh "${missing[@]}"
fi

for package in bun node; do
    if [[ ! $servers/$package/node_modules/.package-lock.json -nt $servers/$package/package-lock.json ]]; then
        say "Installing $package from npm"
        (cd "$servers/$package" && npm ci --ignore-scripts --no-audit --no-fund </dev/null)
    fi
done

# --- Build --------------------------------------------------------------------------------------

say "Building the generator and the servers"
mkdir -p "$built/netty"
./generator/build.sh "$built/generator"
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$built/epoll_echo" "$servers/raw/epoll_echo.c"
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$built/uring_echo" "$servers/raw/uring_echo.c" generator/ring.c generator/fault.c
GO111MODULE=off GOPATH=$gorilla GOFLAGS= go build -o "$built/go-gorilla" "$servers/go/server.go"
javac -Xlint:all -d "$built/netty" -cp "$(printf "$netty-%s.jar:" common buffer transport codec codec-http handler resolver)" "$servers/netty/Server.java"
for project in aspnetcore/AspNetCoreServer endpoints/EndpointsServer; do
    dotnet build "$servers/$project.csproj" -c Release -v quiet -p:UseSharedCompilation=false
done

# --- Measure ------------------------------------------------------------------------------------

say "Measuring"
run "$@"
