#!/usr/bin/env bash
# Makes .venv from a hash-pinned lock, and nothing outside it. Usage: tools/install.sh run|dev
#
# uv does it when it is there, python3 -m venv and pip when it is not. A stamp in .venv is a copy of all that it was made
# from and is written last: while it is equal nothing is done, and an interrupted run is made good by the next one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=.venv
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" # trust what this machine trusts, as pip does, behind a company proxy too
case ${1:-} in
  run) locks=(requirements.lock requirements-dev.lock) ;; # the second one holds all that the first one holds
  dev) locks=(requirements-dev.lock) ;;
  *) echo "Usage: tools/install.sh run|dev. Found: '${1:-}'." >&2; exit 2 ;;
esac

inputs() { pwd -P; cat pyproject.toml "$1"; }

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() { # the interpreter named in PYTHON and no other, or the first one on the path that is recent enough
  local candidate candidates=(python3 python3.13 python3.12 python3.11 python3.14)
  [ -z "${PYTHON:-}" ] || candidates=("$PYTHON")
  for candidate in "${candidates[@]}"; do
    if recent_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  echo "Crossroads needs Python 3.11 or newer. Found: ${candidates[0]}," \
    "$("${candidates[0]}" --version 2>/dev/null || echo 'which does not run')." \
    "Install a newer one, or name it: make install PYTHON=/path/to/python3.12" >&2
  return 1
}

usable() { # an environment of a checkout that was moved or copied still points to the old place
  recent_enough "$venv/bin/python" && grep -qF "$(pwd -P)/$venv" "$venv/bin/activate"
}

make_venv() {
  local python
  python=$(find_python)
  if command -v uv >/dev/null; then
    UV_PYTHON_DOWNLOADS=never uv venv --quiet --clear --python "$python" "$venv"
  elif ! "$python" -m venv --clear "$venv"; then
    echo "$python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
    return 1
  fi
}

in_parts() { # a pip installs one package after the other, so each processor has one, with its share of the whole lock
  local lock=$1 processors part pids=() failed=0
  shift
  processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
  rm -f "$venv"/.part-*
  awk -v n="$((processors < 4 ? processors : 4))" -v part="$venv/.part-" \
    '/^[^[:space:]#]/ {k = k % n + 1} k {print > (part k)}' "$lock"
  trap 'kill "${pids[@]}" 2>/dev/null; exit 130' INT TERM # what runs in the background does not hear an interrupt
  for part in "$venv"/.part-*; do
    "$@" --no-deps --require-hashes -r "$part" &
    pids+=($!)
  done
  for part in "${pids[@]}"; do wait "$part" || failed=1; done
  trap - INT TERM
  rm -f "$venv"/.part-*
  return "$failed"
}

fill_venv() { # everything by hash from the lock, then the project itself, which brings nothing along
  local install
  if command -v uv >/dev/null; then
    install=(uv pip install --quiet --python "$venv/bin/python")
    "${install[@]}" --require-hashes -r "$1"
  else
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null # uv leaves it out
    install=("$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input) # less would print one harmless warning
    in_parts "$1" "${install[@]}"
  fi
  "${install[@]}" --no-deps --no-build-isolation --editable .
}

for lock in "${locks[@]}"; do
  if inputs "$lock" | cmp -s - "$venv/.made-from-$lock"; then exit 0; fi
done

usable || make_venv
echo "Installing ${locks[0]} into $venv (a minute or two) ..."
fill_venv "${locks[0]}"
inputs "${locks[0]}" >"$venv/.made-from-${locks[0]}"
