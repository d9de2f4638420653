#!/usr/bin/env bash
# Reviews a change of policies: checks and tests them, compares them with the base, and leaves one comment.
# Takes everything from the environment; action.yml says what. Policies are data: nothing in them is run.
set -euo pipefail

policies="${WEIR_POLICIES:-policies}"
language="${WEIR_LANG:-en}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
# By it the comment is found again; those of other folders, languages and days have others.
name="$(printf '%s\n' "$policies" "$language" "${WEIR_ON:-}" | git hash-object --stdin)"
mark="<!-- weir diff $name -->"
out="${RUNNER_TEMP:-$work}/weir-review-$name"
rm -rf "$out"
mkdir -p "$out"

zh_or_en() { if [ "$language" = zh ]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }

program() {
    # Part of the work is done in another folder.
    case "${WEIR:-}" in */*) WEIR="$(realpath "$WEIR")" ;; esac
    [ -n "${WEIR:-}" ] && return
    # The token is not for building.
    env -u GH_TOKEN cargo install --quiet --locked --path "$here/../../../crates/weir" --root "$work/weir"
    WEIR="$work/weir/bin/weir"
}

# The policies of the base, in a folder of their own.
base() {
    local base="${WEIR_BASE:?the base to compare with is not known}" commit
    if ! git rev-parse --quiet --verify --end-of-options "$base^{commit}" >/dev/null; then
        git fetch --quiet --no-tags --depth=1 -- origin "$base"
        base="$(git rev-parse FETCH_HEAD)"
    fi
    commit="$(git merge-base "$base" HEAD 2>/dev/null || git rev-parse --verify --end-of-options "$base^{commit}" | tail -n 1)"
    mkdir -p "$work/base"
    if git cat-file -e "$commit:$policies" 2>/dev/null; then
        git archive "$commit" -- "$policies" | tar -x -C "$work/base"
    fi
}

# Runs a command with its output in a file, and gives its exit code.
code_of() {
    local into="$1" code=0
    shift
    "$@" >"$into" 2>"$into.log" || code=$?
    shown "$into.log" >&2
    echo "$code"
}

# Shows a file in the log; nothing in it is taken for a command of the runner.
shown() {
    local stop
    stop="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    [ -z "${GITHUB_ACTIONS:-}" ] || echo "::stop-commands::$stop"
    cat "$1"
    [ -z "${GITHUB_ACTIONS:-}" ] || echo "::$stop::"
}

verdict() {
    case "$1" in
    0) zh_or_en "通过" "passed" ;;
    *) zh_or_en "**未通过**" "**failed**" ;;
    esac
}

compare() {
    local options=()
    if [ ! -e "$work/base/$policies" ]; then
        zh_or_en "基准版本中没有该文件夹，未作比较。" "The base has no such folder; nothing was compared." >"$work/difference"
        diff_code=3
        return
    fi
    [ -z "${WEIR_ON:-}" ] || options+=(--on "$WEIR_ON")
    # With a gate every day is looked at: what is said beside the lines is what the gate knows.
    [ -z "${WEIR_FAIL_ON:-}" ] || options+=(--fail-on "$WEIR_FAIL_ON")
    "$WEIR" --lang "$language" diff "$work/base/$policies" "$policies" "${options[@]}" --format github 2>/dev/null || true
    # Both sides are called the same in every run, so that an unchanged difference is an unchanged comment.
    ln -s "$PWD" "$work/head"
    diff_code="$(cd "$work" && code_of "$work/difference" "$WEIR" --lang "$language" diff "base/$policies" "head/$policies" \
        "${options[@]}" --format markdown --html "$out/weir-review.html")"
    if [ ! -s "$work/difference" ]; then
        zh_or_en "未能比较，见作业日志。" "Nothing could be compared; the log of the job says why." >"$work/difference"
    fi
}

# Updates the comment of an earlier run, or writes one.
comment() {
    local id
    id="$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$WEIR_PULL_REQUEST/comments" \
        --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$mark\"))) | .id" | head -n 1)" || return 1
    if [ -n "$id" ]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$out/weir-review.md"
    else
        gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$WEIR_PULL_REQUEST/comments" -F "body=@$out/weir-review.md"
    fi
}

# Says why there is no comment. The token of a pull request from a fork may only read.
not_commented() {
    if grep -q 'not accessible' "$1"; then
        echo "::notice::$(zh_or_en "无权写评论；内容见作业摘要" "no right to comment; the summary of the job has the text")"
    else
        shown "$1"
        echo "::warning::$(zh_or_en "未能写评论，原因见作业日志；内容见作业摘要" "the comment could not be written, the log says why; the summary of the job has the text")"
    fi
}

trap 'rm -rf "$work"' EXIT
program
base
diff_code=0
check_code="$(code_of "$work/check" "$WEIR" --lang "$language" check "$policies" --format github)"
cat "$work/check"
test_code="$(code_of "$work/test" "$WEIR" --lang "$language" test "$policies")"
shown "$work/test"
compare

{
    echo "$mark"
    echo "$(zh_or_en 检查 Check)$(zh_or_en ： ': ')$(verdict "$check_code") · $(zh_or_en 测试 Tests)$(zh_or_en ： ': ')$(verdict "$test_code")"
    echo
    grep -vxF '<!-- weir diff -->' "$work/difference" || true
} >"$out/weir-review.md"
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$out/weir-review.md" >>"$GITHUB_STEP_SUMMARY"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'comment=%s\n' "$out/weir-review.md" >>"$GITHUB_OUTPUT"
    [ ! -f "$out/weir-review.html" ] || printf 'page=%s\n' "$out/weir-review.html" >>"$GITHUB_OUTPUT"
fi
if [ "${WEIR_COMMENT:-true}" = true ] && [ -n "${WEIR_PULL_REQUEST:-}" ]; then
    comment 2>"$work/comment.log" || not_commented "$work/comment.log"
fi

failed=0
[ "$check_code" = 0 ] && [ "$test_code" = 0 ] || failed=1
case "$diff_code" in
0) ;;
# What could not be compared passes no gate.
3) [ -z "${WEIR_FAIL_ON:-}" ] || failed=1 ;;
*) failed=1 ;;
esac
exit "$failed"
