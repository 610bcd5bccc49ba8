#!/usr/bin/env bash
# Installs Debian packages, as root or with sudo: install-packages.sh PACKAGE...
set -euo pipefail

fail() { printf '\n%s\n' "$*" >&2; exit 1; }

printf '\n== Installing %s\n' "$*"
command -v apt-get >/dev/null || fail "These are missing, and there is no apt-get to install them: $*"
root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "These are missing, and installing them takes root or sudo: $*"
    root=(sudo)
fi

"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null
