#!/bin/sh
# Finds a Python that is new enough and hands over to bootstrap.py; `make run` and `make test` start here.
# The project's own virtual environment comes first (it answers fastest), then $PYTHON, then what is on the path.
here=$(dirname "$0")
old=
for python in "$here/../../.venv/bin/python" ${PYTHON:+"$PYTHON"} \
    python3 python3.13 python3.12 python3.11 python3.14 python; do
    case $("$python" -c 'import sys; print((sys.version_info >= (3, 11)) + (sys.version_info >= (3, 6)))' 2>/dev/null) in
        2) exec "$python" "$here/bootstrap.py" "$@" ;;
        1) old=${old:-$python} ;;
    esac
done
# An old one can at least say which it is
[ -n "$old" ] && exec "$old" "$here/bootstrap.py" "$@"
echo "okrflow: no Python found: install Python 3.11 or newer (Debian, Ubuntu: apt install python3 python3-venv;" \
    "macOS: brew install python), or name one: make run PYTHON=/path/to/python3" >&2
exit 1
