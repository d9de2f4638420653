#!/usr/bin/env bash
# Everything about the extension: types, bundle, grammar, table editor, graph, vsix, a real VS Code in English and Chinese, and the oldest one supported.
# WEIR_BIN names the program to bundle; else it is built. Nothing is skipped: what can't be installed fails.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/.."
export WEIR_EDITOR_CACHE="${WEIR_EDITOR_CACHE:-$HOME/.cache/weir-editors}"

"$here/install.sh" current floor

if [ -z "${WEIR_BIN:-}" ]; then
    cargo build --quiet --locked -p weir
    WEIR_BIN="${CARGO_TARGET_DIR:-../../target}/debug/weir"
fi
rm -rf server dist
mkdir -p server
cp "$WEIR_BIN" server/weir
strip server/weir 2>/dev/null || true

npm ci --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null
npx --no-install tsc --noEmit
node esbuild.mjs

log="$(mktemp)"
trap 'rm -f "$log" LICENSE' EXIT
part() {
    echo "-- $*"
    "$@" 2>&1 | tee -a "$log"
}

part node test/grammar.mjs
part node test/table.mjs
part node test/graph.mjs
cp ../../LICENSE LICENSE
"$WEIR_EDITOR_CACHE/tools-1/node_modules/.bin/vsce" package --no-dependencies --allow-missing-repository --out weir.vsix >/dev/null
part node test/vsix.mjs weir.vsix
part node test/api.mjs current en
part node test/api.mjs current zh-cn
part node test/api.mjs floor en
part node test/api.mjs current en path
part node test/api.mjs current en restricted
part node test/ui.mjs current en weir.vsix
part node test/ui.mjs current zh-cn weir.vsix

awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; parts += 1 } END { printf "extension: %d parts, %d passed, %d failed\n", parts, passed, failed; exit failed > 0 || parts < 11 }' "$log"
