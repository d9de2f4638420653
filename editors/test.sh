#!/usr/bin/env bash
# Tests the support of the editors with the editors themselves: Neovim, Emacs with eglot, Vim with ALE, Helix,
# and the tree-sitter grammar. WEIR names the program; else debug/weir in CARGO_TARGET_DIR or target is taken.
#
#   editors/test.sh [neovim] [neovim-current] [emacs] [vim] [helix] [grammar]     without words: all
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$here")"
WEIR="${WEIR:-${CARGO_TARGET_DIR:-$root/target}/debug/weir}"
TREE_SITTER_VERSION=0.25.10
cache="${WEIR_EDITOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/weir-editors}"

fail() {
    echo "editors/test.sh: $*" >&2
    exit 1
}

WEIR="$(realpath -e "$WEIR" 2>/dev/null)" || fail "no program: build it (cargo build -p weir) or set WEIR"
[ -x "$WEIR" ] || fail "$WEIR is no program"

# Vim and Neovim have each a copy of these.
for file in ftdetect/weir.vim ftplugin/weir.vim; do
    cmp "$here/vim/$file" "$here/neovim/$file" || fail "vim/$file and neovim/$file differ"
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The programs, as Debian has them.
install() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    apt-get update -qq >"$work/apt" 2>&1 || { cat "$work/apt" >&2; fail "apt-get update failed"; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$work/apt" 2>&1 ||
        { cat "$work/apt" >&2; fail "could not install ${missing[*]}"; }
}

# A workspace of its own for each editor, with one misspelt name behind characters of one, two and four bytes.
workspace() {
    mkdir -p "$1/policies"
    cat >"$1/policies/vocabulary.weir" <<'WEIR'
outcome pathway ladder zh "路径"  en "pathway" {
  exempt zh "免予"  en "exempt"
  assess zh "评估"  en "assessment"
}

/// Whether anything leaves the country.
fact 数据: bool
  zh "数据"
  en "data"
  ask zh "有数据吗？"
  ask en "Are there data?"
WEIR
    cat >"$1/policies/law.weir" <<'WEIR'
use "vocabulary.weir"

instrument law {
  zh "法😀"
  en "law"
  in force from 2024-01-01
  source primary

  article 1 first
    zh "😀甲" en "a" when 数剧 then pathway exempt

  article 2 second
    zh "乙"
    en "b"
    when 数据
    then pathway assess
}
WEIR
}

# Runs an editor with its own copy of the server's program, so that what is left of it can be told; at most 60 s.
editor() {
    local name="$1" seconds=$SECONDS left
    shift
    mkdir -p "$work/$name/bin"
    cp "$WEIR" "$work/$name/bin/weir"
    workspace "$work/$name/project"
    echo "-- $name"
    (
        cd "$work/$name/project"
        export HOME="$work/$name/home" XDG_CONFIG_HOME="$work/$name/home" XDG_DATA_HOME="$work/$name/home"
        export XDG_STATE_HOME="$work/$name/home" XDG_CACHE_HOME="$work/$name/home"
        export PATH="$work/$name/bin:$PATH" EDITORS="$here" REPORT="$work/$name/report" LC_ALL=C.UTF-8 WEIR_LANG=en
        mkdir -p "$HOME"
        timeout -k 5 60 "$@" </dev/null >"$work/$name/log" 2>&1
    ) || { cat "$work/$name/log" "$work/$name/report" >&2 2>/dev/null; fail "$name failed"; }
    cat "$work/$name/report"
    for ((tries = 0; tries < 30; tries++)); do
        left="$(running "$work/$name/bin/weir")"
        [ -z "$left" ] && break
        sleep 0.1
    done
    [ -z "$left" ] || fail "$name left the server running: $left"
    # What was asked of the editor must have reached the report: a script that stops early is no success.
    grep -qx 'done' "$work/$name/report" || fail "$name did not come to the end"
    echo "ok   no process left"
    passed=$((passed + $(grep -c '^ok ' "$work/$name/report") + 1))
    echo "-- $name: ok, $((SECONDS - seconds)) s"
}

# The processes that run a program.
running() {
    local process
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/exe" 2>/dev/null)" = "$1" ] && basename "$process"
    done
    true
}

neovim() {
    install neovim
    editor neovim nvim --headless --clean -c "luafile $here/neovim/test/test.lua"
}

# A package of a newer Debian, unpacked into the cache with its libraries: nothing of it is installed. Sets `unpacked` to the folder
# and `newer` to the words that run a program of it.
NEWER=forky
newer() {
    local package="$1" program="$2" place="$cache/$1-$NEWER" file apt mirror
    if [ ! -x "$place/root/$program" ]; then
        rm -rf "$place"
        mkdir -p "$place/state/lists/partial" "$place/cache/archives/partial"
        touch "$place/status"
        mirror="$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/$')" || fail "no mirror of Debian is set up"
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $NEWER main" >"$place/list"
        apt=(apt-get -qq -o "Dir::Etc::SourceList=$place/list" -o Dir::Etc::SourceParts=/dev/null
            -o "Dir::State=$place/state" -o "Dir::State::status=$place/status" -o "Dir::Cache=$place/cache"
            -o APT::Sandbox::User=root)
        "${apt[@]}" update >"$work/apt" 2>&1 &&
            "${apt[@]}" install -y --no-install-recommends --download-only "$package" >>"$work/apt" 2>&1 ||
            { cat "$work/apt" >&2; fail "could not get $package of Debian $NEWER"; }
        for file in "$place"/cache/archives/*.deb; do
            dpkg-deb -x "$file" "$place/unpacked" || fail "could not unpack $file"
        done
        rm -rf "$place/state" "$place/cache"
        mv "$place/unpacked" "$place/root"
    fi
    unpacked="$place/root"
    local libraries=("$unpacked"/usr/lib/*-linux-gnu*)
    local loader=("${libraries[0]}"/ld-linux*.so.*)
    newer=("${loader[0]}" --library-path "${libraries[0]}" "$unpacked/$program")
}

neovim-current() {
    local grammar="$work/runtime"
    newer neovim usr/bin/nvim
    export VIMRUNTIME="$unpacked/usr/share/nvim/runtime"
    "${newer[@]}" --version | head -n 1
    mkdir -p "$grammar/parser" "$grammar/queries"
    cc -shared -fPIC -O1 -I "$here/tree-sitter-weir/src" -o "$grammar/parser/weir.so" \
        "$here"/tree-sitter-weir/src/{parser,scanner}.c || fail "the grammar does not compile"
    cp -r "$here/tree-sitter-weir/queries" "$grammar/queries/weir"
    export GRAMMAR="$grammar"
    editor neovim-current "${newer[@]}" --headless --clean -c "luafile $here/neovim/test/test.lua"
    ENABLE=1 editor neovim-enable "${newer[@]}" --headless --clean -c "luafile $here/neovim/test/test.lua"
    unset VIMRUNTIME GRAMMAR
}

emacs() {
    install emacs-nox elpa-eglot
    editor emacs "$(command -v emacs)" -q --batch -l "$here/emacs/test/test.el"
}

vim() {
    install vim-nox vim-ale
    editor vim "$(command -v vim.nox)" -Nu "$here/vim/test/vimrc" -n -es -S "$here/vim/test/test.vim"
}

helix() {
    local home="$work/helix/home" line
    command -v python3 >/dev/null || install python3
    newer hx usr/bin/hx
    # As README.md and languages.toml say.
    mkdir -p "$home/helix/runtime/queries" "$home/helix/runtime/grammars"
    { echo 'use-grammars = { only = ["weir"] }' && sed "s|PATH/|$root/|" "$here/helix/languages.toml"; } \
        >"$home/helix/languages.toml"
    cp -r "$here/tree-sitter-weir/queries" "$home/helix/runtime/queries/weir"
    mkdir -p "$work/helix/bin"
    cp "$WEIR" "$work/helix/bin/weir"
    HOME="$home" XDG_CONFIG_HOME="$home" XDG_CACHE_HOME="$home" "${newer[@]}" --grammar build >"$work/helix/build" 2>&1 ||
        { cat "$work/helix/build" >&2; fail "Helix can't build the grammar"; }
    HOME="$home" XDG_CONFIG_HOME="$home" XDG_CACHE_HOME="$home" PATH="$work/helix/bin:$PATH" \
        "${newer[@]}" --health weir | sed 's/\x1b\[[0-9;]*m//g' >"$work/helix/health"
    cat "$work/helix/health"
    for line in 'Tree-sitter parser: ✓' 'Highlight queries: ✓' '✓ weir: '; do
        grep -q "$line" "$work/helix/health" || fail "Helix does not say: $line"
    done
    editor helix python3 "$here/helix/test/test.py" "${newer[@]}"
}

grammar() {
    local seconds=$SECONDS
    echo "-- grammar"
    WEIR="$WEIR" "$here/tree-sitter-weir/test.sh" "$cache/tree-sitter-$TREE_SITTER_VERSION" "$TREE_SITTER_VERSION" |
        tee "$work/grammar"
    passed=$((passed + $(grep -c '^ok ' "$work/grammar")))
    echo "-- grammar: ok, $((SECONDS - seconds)) s"
}

passed=0
if [ $# -eq 0 ]; then set -- neovim neovim-current emacs vim helix grammar; fi
for part in "$@"; do
    case "$part" in
    neovim | neovim-current | emacs | vim | helix | grammar) "$part" ;;
    *) fail "unknown part: $part" ;;
    esac
done
echo "editors: $passed passed, 0 failed"
