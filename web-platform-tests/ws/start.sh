#!/usr/bin/env bash
# start.sh PORT: starts the echo server on 127.0.0.1. Needs npm, and node on the PATH or as js-runtime/bench installs it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
modules=$("$here/../../js-runtime/bench/install" "$here/package.json" ws)/node_modules
node=$(command -v node || printf '%s' "${XDG_CACHE_HOME:-$HOME/.cache}/weir/peers/node_modules/.bin/node")
[ -x "$node" ] || { printf 'node is needed to run the server, and is not on the PATH\n' >&2; exit 1; }
exec "$node" "$here/server.mjs" "$1" "$modules"
