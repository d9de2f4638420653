#!/usr/bin/env bash
# The review action against a local bare repository, and its files and templates against the schemas of those who read them.
# WEIR_BIN names the program; else it is built. Nothing is skipped: what can't be installed fails.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"
cache="${WEIR_REVIEW_CACHE:-$HOME/.cache/weir-review}"
passed=0

fail() { echo "review: $*" >&2; exit 1; }
ok() { passed=$((passed + 1)); echo "ok: $*"; }
has() { grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "$1 does not say: $2"; }; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 says: $2"; }

if ! command -v jq >/dev/null || ! command -v shellcheck >/dev/null; then
    run=()
    [ "$(id -u)" = 0 ] || run=(sudo)
    "${run[@]}" apt-get update -qq
    "${run[@]}" apt-get install -y -qq --no-install-recommends jq shellcheck >/dev/null
fi
linter="$cache/check-jsonschema-0.39.0"
if [ ! -f "$linter/done" ]; then
    rm -rf "$linter"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$linter" check-jsonschema==0.39.0
    touch "$linter/done"
fi
conforms() { PYTHONPATH="$linter" python3 -m check_jsonschema --quiet "$@" || fail "does not conform: $*"; }

conforms --builtin-schema vendor.github-workflows .github/workflows/*.yml
conforms --builtin-schema vendor.github-actions .github/actions/*/action.yml
conforms --builtin-schema vendor.gitlab-ci docs/templates/gitlab-weir-review.yml
python3 tests/review/example.py docs/reference/review.md >"$cache/example.yml"
conforms --builtin-schema vendor.github-workflows "$cache/example.yml"
ok "workflows, action and template conform to their schemas"

# No value of a pull request in a command: expressions stand in the environment only.
! grep -nE 'run:.*\$\{\{' .github/actions/*/action.yml .github/workflows/*.yml "$cache/example.yml" || fail "an expression in a command"
! grep -n 'pull_request_target' -r .github "$cache/example.yml" || fail "pull_request_target"
shellcheck .github/actions/weir-review/review.sh tests/review/run.sh
ok "no expression in a command, and the scripts are clean"

if [ -z "${WEIR_BIN:-}" ]; then
    cargo build --quiet --locked -p weir
    WEIR_BIN="$root/target/debug/weir"
fi

tmp="$(mktemp -d)"
trap 'rm -rf "$tmp"' EXIT
export GIT_CONFIG_GLOBAL="$tmp/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --file "$tmp/gitconfig" user.name Test
git config --file "$tmp/gitconfig" user.email test@example.org
git config --file "$tmp/gitconfig" init.defaultBranch main
git config --file "$tmp/gitconfig" uploadpack.allowAnySHA1InWant true

# What the hosted service would be: comments in a file.
mkdir "$tmp/bin"
cat >"$tmp/bin/gh" <<'GH'
#!/usr/bin/env bash
set -euo pipefail
method=GET body='' filter='' path=''
while [ $# -gt 0 ]; do
    case "$1" in
    --method) method="$2"; shift ;;
    --jq) filter="$2"; shift ;;
    -F) body="${2#body=@}"; shift ;;
    --paginate | --silent | api) ;;
    *) path="$1" ;;
    esac
    shift
done
echo "$method $path" >>"$COMMENTS.log"
[ -z "${GH_FAILS:-}" ] || [ "$method" = GET ] || { echo "gh: $GH_FAILS" >&2; exit 1; }
case "$method" in
GET) jq -r "$filter" "$COMMENTS" ;;
POST) jq --rawfile body "$body" '. + [{id: (length + 1), user: {type: "Bot"}, body: $body}]' "$COMMENTS" >"$COMMENTS.new" && mv "$COMMENTS.new" "$COMMENTS" ;;
PATCH) jq --rawfile body "$body" --argjson id "${path##*/}" 'map(if .id == $id then .body = $body else . end)' "$COMMENTS" >"$COMMENTS.new" && mv "$COMMENTS.new" "$COMMENTS" ;;
esac
GH
chmod +x "$tmp/bin/gh"
export PATH="$tmp/bin:$PATH" COMMENTS="$tmp/comments.json"
export GITHUB_REPOSITORY=example/policies GITHUB_ACTIONS=true WEIR="$WEIR_BIN" WEIR_PULL_REQUEST=7

git init --quiet --bare "$tmp/origin.git"
git clone --quiet "$tmp/origin.git" "$tmp/work" 2>/dev/null
cd "$tmp/work"
mkdir policies
cp "$root"/tests/review/policy.weir policies/policy.weir
git add . && git commit --quiet -m "Policies" && git push --quiet origin main
base="$(git rev-parse HEAD)"
export WEIR_BASE="$base"

# Runs the action in a folder; its exit code is the first argument.
review() {
    local expected="$1" code=0
    : >"$tmp/summary" && : >"$tmp/output"
    GITHUB_STEP_SUMMARY="$tmp/summary" GITHUB_OUTPUT="$tmp/output" RUNNER_TEMP="$tmp/runner" \
        bash "$root/.github/actions/weir-review/review.sh" >"$tmp/log" 2>&1 || code=$?
    [ "$code" = "$expected" ] || { cat "$tmp/log" >&2; fail "exit code $code, not $expected"; }
    jq -r '.[].body' "$COMMENTS" >"$tmp/bodies"
}
fresh() { echo '[{"id": 1, "user": {"type": "User"}, "body": "<!-- weir diff --> not from here"}]' >"$COMMENTS" && : >"$COMMENTS.log"; }
mkdir "$tmp/runner"

git checkout --quiet -b change
sed -i 's/8万 people/5万 people/' policies/policy.weir
git commit --quiet -am "Lower the line"
fresh && review 0
[ "$(jq length "$COMMENTS")" = 2 ] || fail "not one comment more"
head -n 1 <(jq -r '.[1].body' "$COMMENTS") | grep -qxE '<!-- weir diff [0-9a-f]+ -->' || fail "no mark"
has "$tmp/bodies" 'Check: passed · Tests: passed'
has "$tmp/bodies" 'exempt → standard contract'
has "$tmp/bodies" '50,000'
has "$tmp/log" '::warning file=policies/policy.weir,line=29,endLine=29,title='
has "$tmp/summary" 'exempt → standard contract'
grep -q '<!doctype html>' "$(sed -n 's/^page=//p' "$tmp/output")" || fail "no page"
ok "one comment, annotations, a summary and a page"

cp "$COMMENTS" "$tmp/before" && review 0
cmp -s "$tmp/before" "$COMMENTS" || fail "the comment is another in a second run"
grep -q '^PATCH .*comments/2$' "$COMMENTS.log" || fail "the comment was not updated in place"
ok "a second run updates the comment in place, with the same bytes; one of a person is left alone"

# Another language and another folder have comments of their own.
cp -r policies laws && git add laws && git commit --quiet -m "A copy"
WEIR_LANG=zh review 0
WEIR_POLICIES=laws review 0
[ "$(jq length "$COMMENTS")" = 4 ] || fail "not a comment for each language and folder"
cp "$COMMENTS" "$tmp/before"
WEIR_LANG=zh review 0
WEIR_POLICIES=laws review 0
review 0
cmp -s "$tmp/before" "$COMMENTS" || fail "one run overwrites the comment of another"
git reset --quiet --hard HEAD~
ok "one comment for each folder and language"

fresh && WEIR_FAIL_ON=looser review 0
fresh && WEIR_FAIL_ON=stricter review 1
has "$tmp/bodies" 'exempt → standard contract'
ok "gates"

fresh && GH_FAILS='Resource not accessible by integration (HTTP 403)' review 0
has "$tmp/log" '::notice::no right to comment'
has "$tmp/summary" 'exempt → standard contract'
ok "from a fork, where the token may only read, the summary has the text"

fresh && GH_FAILS='Server Error (HTTP 502)' review 0
has "$tmp/log" 'Server Error (HTTP 502)'
has "$tmp/log" '::warning::the comment could not be written'
lacks "$tmp/log" 'no right to comment'
has "$tmp/summary" 'exempt → standard contract'
ok "another failure to comment is told as such"

fresh && WEIR_LANG=zh review 0
has "$tmp/bodies" '检查：通过 · 测试：通过'
has "$tmp/bodies" '免予 → 标准合同'
ok "in Chinese"

git push --quiet origin change
git clone --quiet --depth 1 --branch change "file://$tmp/origin.git" "$tmp/shallow" 2>/dev/null
(cd "$tmp/shallow" && fresh && review 0)
jq -r '.[].body' "$COMMENTS" >"$tmp/bodies"
has "$tmp/bodies" 'exempt → standard contract'
ok "in a shallow clone the base is fetched"

# The main branch went on: what it changed is no change of this branch.
git checkout --quiet main
sed -i 's/10万 people/9万 people/' policies/policy.weir && git commit --quiet -am "Another line"
WEIR_BASE="$(git rev-parse HEAD)" && export WEIR_BASE
git checkout --quiet change
fresh && review 0
lacks "$tmp/bodies" '90,000'
export WEIR_BASE="$base"
ok "compared with the merge base"

git checkout --quiet -b hostile "$base"
# shellcheck disable=SC2016 # It must not be expanded.
{
    sed -i 's/en "Exempt below the line"/en "@everyone <img src=x> $(touch pwned) `touch pwned` | #1"/; s/8万 people/5万 people/' policies/policy.weir
    sed -i 's/en "exempt"/en "@everyone <img src=x> $(touch pwned)"/' policies/policy.weir
    git commit --quiet -am '$(touch pwned)'
}
fresh && review 0
for file in summary bodies; do
    lacks "$tmp/$file" '<img'
    lacks "$tmp/$file" '@everyone'
    has "$tmp/$file" '@<!-- -->everyone &lt;img'
done
page="$(sed -n 's/^page=//p' "$tmp/output")"
for mark in '<img' '<script' '<link' '@import' 'url('; do lacks "$page" "$mark"; done
has "$page" '@everyone &lt;img'
# shellcheck disable=SC2016 # It must not be expanded.
{
    sed -i 's/en "@everyone <img src=x> $(touch pwned)"/en "``` @everyone <img src=x> ``` GH-1 https:\/\/example.net www.example.net"/' policies/policy.weir
    git commit --quiet -am 'Fences and references'
}
fresh && review 0
# shellcheck disable=SC2016 # It is written so.
for file in summary bodies; do
    for mark in '<img' '@everyone' 'GH-1' 'https://example.net' 'www.example.net' '``` '; do lacks "$tmp/$file" "$mark"; done
    has "$tmp/$file" '\`\`\` @<!-- -->everyone &lt;img src=x&gt; \`\`\` GH<!-- -->-1 https:<!-- -->//example.net www<!-- -->.example.net'
done
printf 'use "/etc/passwd"\nuse "/proc/self/environ"\n' >policies/strange.weir
ln -s /etc/passwd policies/link.weir
git add . && git commit --quiet -m "Reads"
fresh && SECRET_OF_THE_RUNNER=hunter2 review 1
for file in log summary bodies; do
    lacks "$tmp/$file" 'root:'
    lacks "$tmp/$file" hunter2
done
has "$tmp/bodies" 'Check: **failed**'
[ ! -e pwned ] || fail "something in a policy was run"
ok "nothing in policies is run, reads outside them, or is taken for a mark or a mention"

git checkout --quiet -b first "$base"
git mv policies laws && git commit --quiet -m "Another folder"
fresh && WEIR_POLICIES=laws review 0
has "$tmp/bodies" 'The base has no such folder'
WEIR_POLICIES=laws WEIR_FAIL_ON=looser review 1
ok "policies that are new, which pass no gate"

echo "$passed passed, 0 failed"
