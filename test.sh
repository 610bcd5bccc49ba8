#!/usr/bin/env bash
# Installs what the tests need (Debian), builds with warnings as errors, and runs every test project.
# The last line is "N passed, N failed, N skipped" over all of them; the exit code is 0 only when everything was built,
# every project ran tests, and none failed. docs/howto/run-the-tests.md has the rest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly configuration=Release
readonly results=artifacts/test-results
readonly node_peer=tests/Endpoints.Integration.Tests/Clients/node
readonly hang_after=8min

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A build node that outlives the run would keep the run's output open.
export MSBUILDDISABLENODEREUSE=1
build_options=()
if [[ "${CI:-}" == true ]]; then
    build_options+=(-p:UseSharedCompilation=false)
fi

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\ntest.sh: %s\n' "$*" >&2; exit 1; }

# --- What the machine must have -----------------------------------------------------------------

command -v dotnet >/dev/null ||
    fail "There is no dotnet. Install the .NET SDK that global.json names and put it on the PATH."
dotnet --version >/dev/null ||
    fail "This dotnet has no SDK that global.json accepts. Install the one that it names."

missing=()
[[ -x /usr/bin/chromium ]] || missing+=(chromium)
fc-list 2>/dev/null | grep -q . || missing+=(fonts-dejavu-core fontconfig)
/usr/bin/python3 -c 'import websockets' 2>/dev/null || missing+=(python3 python3-websockets)
go version >/dev/null 2>&1 || missing+=(golang-go)
[[ -d /usr/share/gocode/src/github.com/gorilla/websocket ]] || missing+=(golang-github-gorilla-websocket-dev)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[[ -x /usr/sbin/nginx ]] || missing+=(nginx)
[[ -x /usr/sbin/haproxy ]] || missing+=(haproxy)
# The tests start a broker and a database of their own.
[[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || missing+=(rabbitmq-server)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
command -v gcc >/dev/null || missing+=(gcc)
[[ -e /usr/include/stdio.h && -e /usr/include/linux/io_uring.h ]] || missing+=(libc6-dev)
if ((${#missing[@]} > 0)); then
    scripts/install-packages.sh "${missing[@]}"
fi

if [[ ! "$node_peer/node_modules/.package-lock.json" -nt "$node_peer/package-lock.json" ]]; then
    say "Installing the Node peer"
    (cd "$node_peer" && npm ci --ignore-scripts --no-audit --no-fund </dev/null)
fi

# --- Build --------------------------------------------------------------------------------------

say "Building ($configuration)"
dotnet restore Endpoints.sln -v quiet
dotnet build Endpoints.sln -c "$configuration" --no-restore -warnaserror -v quiet "${build_options[@]}" ||
    fail "The build failed."

# --- Test ---------------------------------------------------------------------------------------

verified_files() { find tests samples -name '*.verified.*' -not -path '*/bin/*' -not -path '*/obj/*' -exec sha256sum {} + | sort; }

# The number in an attribute of the counters that a project's test run ended with.
counter() { sed -nE "s/.*<Counters .*\\b$2=\"([0-9]+)\".*/\\1/p" "$1" | head -n 1; }

passed=0 failed=0 skipped=0 broken=()
verified_before=$(verified_files)
rm -rf "$results"
for project in tests/*.Tests/*.csproj samples/*.Tests/*.csproj tests/Endpoints.Fuzz/*.csproj; do
    name=$(basename "$project" .csproj)
    say "$name"
    started=$SECONDS
    code=0
    dotnet test "$project" --no-build -c "$configuration" --results-directory "$results" \
        --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" \
        --blame-hang --blame-hang-timeout "$hang_after" --blame-hang-dump-type none </dev/null || code=$?

    log="$results/$name.trx"
    total=0 executed=0 succeeded=0
    if [[ -f "$log" ]]; then
        total=$(counter "$log" total) executed=$(counter "$log" executed) succeeded=$(counter "$log" passed)
    fi

    not_passed=$((executed - succeeded))
    printf '%s: %d passed, %d failed, %d skipped in %d s\n' "$name" "$succeeded" "$not_passed" "$((total - executed))" "$((SECONDS - started))"
    passed=$((passed + succeeded)) failed=$((failed + not_passed)) skipped=$((skipped + total - executed))
    if ((succeeded + not_passed == 0)); then
        broken+=("$name ran no test.")
    elif ((code != 0 && not_passed == 0)); then
        broken+=("$name ended with $code although no test failed.")
    fi
done

if [[ "$(verified_files)" != "$verified_before" ]]; then
    broken+=("The tests wrote *.verified.* files; only scripts/accept-snapshots.sh may.")
fi

# --- Sum ----------------------------------------------------------------------------------------

say "All projects, $SECONDS s"
for reason in "${broken[@]}"; do
    printf 'test.sh: %s\n' "$reason" >&2
done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
((failed == 0 && passed > 0 && ${#broken[@]} == 0))
