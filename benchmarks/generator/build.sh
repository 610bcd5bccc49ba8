#!/usr/bin/env bash
# Builds the load generator: build.sh OUTPUT. Takes a C compiler and the kernel's headers, no library.
set -euo pipefail
output=${1:?"usage: build.sh OUTPUT"}
mkdir -p "$(dirname "$output")"
exec "${CC:-gcc}" -std=gnu11 -O2 -Wall -Wextra -Werror -o "$output" "$(dirname "${BASH_SOURCE[0]}")"/*.c
