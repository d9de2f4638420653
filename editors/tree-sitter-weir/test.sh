#!/usr/bin/env bash
# Tests the grammar: the committed parser is what the grammar generates, the corpus, the queries, and `check.mjs`.
#
#   tree-sitter-weir/test.sh CACHE VERSION     the CLI of that version is kept in, or built into, the folder CACHE
set -euo pipefail

cache="$1" version="$2"
cd "$(dirname "$0")"
root="$(cd ../.. && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fail() {
    echo "tree-sitter-weir/test.sh: $*" >&2
    exit 1
}

cli="$cache/bin/tree-sitter"
if [ "$("$cli" --version 2>/dev/null | cut -d' ' -f2)" != "$version" ]; then
    echo "   building tree-sitter $version"
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_TARGET_DIR="$work/build" \
        cargo install tree-sitter-cli --version "=$version" --locked --quiet --root "$cache" ||
        fail "could not build tree-sitter $version"
    rm -rf "$work/build"
fi

# Compiled parsers stay here.
export HOME="$work" XDG_CACHE_HOME="$work/cache" XDG_CONFIG_HOME="$work/config"

cp -r grammar.js tree-sitter.json src "$work/"
(cd "$work" && "$cli" generate >/dev/null) || fail "the grammar does not generate a parser"
diff -rq src "$work/src" || fail "the committed parser is old: run \`tree-sitter generate\` (README.md)"
echo "ok   the committed parser is what the grammar generates"

"$cli" test --stat outliers-and-total >"$work/corpus" 2>&1 || { cat "$work/corpus" >&2; fail "the corpus fails"; }
cases="$(grep -c ✓ "$work/corpus")"
[ "$cases" -gt 30 ] || fail "the corpus was not found"
echo "ok   corpus: $cases cases"

for query in queries/*.scm; do
    "$cli" query --quiet "$query" "$root/policies/zones/zhejiang.weir" "$root/tests/corpus/every_construct.weir" \
        >"$work/query" 2>&1 || { cat "$work/query" >&2; fail "$query does not fit the grammar"; }
    echo "ok   $query fits the grammar"
done

cmp queries/highlights.scm ../zed/languages/weir/highlights.scm || fail "Zed has other highlighting: copy it"
echo "ok   Zed has the same highlighting"

node check.mjs "$cli" "${WEIR:-$root/target/debug/weir}"
