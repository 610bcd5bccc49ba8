#!/usr/bin/env bash
# Accepts what the last test run produced: moves every *.received.* file over its *.verified.* one. Review the difference with git.
set -euo pipefail
cd "$(dirname "$0")/.."
find tests samples -name '*.received.*' -not -path '*/bin/*' -not -path '*/obj/*' -print0 | while IFS= read -r -d '' received; do
    verified="${received/.received./.verified.}"
    mv -- "$received" "$verified"
    echo "accepted ${verified#./}"
done
