#!/usr/bin/env bash
# Measures what one machine holds: benchmarks/scale.sh [--connections 10000,50000] [--servers endpoints-loop,...]. Builds the load generator and the
# server, and writes one line of JSON for each server and number of sessions. docs/scaling.md says what they mean.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

# Both sides need a file for each session. Who may not raise the limit measures what is possible.
ulimit -Hn 70000 2>/dev/null || true

./generator/build.sh ../artifacts/benchmarks/generator
dotnet build servers/endpoints/EndpointsServer.csproj -c Release -v quiet
exec python3 runner/scale.py "$@"
