#!/bin/sh
# Makes .venv ready: system libraries, the environment, the locked packages. Quick when nothing has changed.
# Usage: tools/setup.sh run | dev | window
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }

install_packages() { # the Debian packages that are missing
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing system libraries: $*"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        say "These system libraries are missing, and only an administrator can install them. Type:"
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
        say "and run the same command again."
        exit 1
    fi
}

need_library() { # file name of the library, Debian package
    /sbin/ldconfig -p 2>/dev/null | grep -q "$1" || missing="$missing $2"
}

if [ "$(uname -s)" = Linux ]; then
    missing=
    need_library libGL.so.1 libgl1
    need_library libEGL.so.1 libegl1
    need_library libfontconfig.so.1 libfontconfig1
    need_library libxkbcommon.so.0 libxkbcommon0
    need_library libdbus-1.so.3 libdbus-1-3
    need_library libglib-2.0.so.0 libglib2.0-0
    if [ "$purpose" = window ]; then
        need_library libxcb-cursor.so.0 libxcb-cursor0
        need_library libxcb-icccm.so.4 libxcb-icccm4
        need_library libxcb-keysyms.so.1 libxcb-keysyms1
        need_library libxcb-shape.so.0 libxcb-shape0
        need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    fi
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_packages $missing
fi

python=
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    if "$candidate" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    say "Python 3.11, 3.12 or 3.13 is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.12 ..."
    exit 1
fi

if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages "$("$python" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")')"
    say "making .venv with $("$python" --version)"
    "$python" -m venv .venv
fi

wanted=$(cat pyproject.toml requirements/lock.txt requirements/lock-dev.txt 2>/dev/null | cksum)
set_up() { # stamp name, lock file
    stamp=.venv/.$1
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    say "installing the locked packages of requirements/$2"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$2"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    printf '%s' "$wanted" >"$stamp"
}
case $purpose in
dev) set_up dev lock-dev.txt ;;
*) [ -f .venv/.dev ] && [ "$(cat .venv/.dev)" = "$wanted" ] || set_up run lock.txt ;;
esac
