#!/bin/sh
# Runs a script with the first Python 3.8 or newer that really starts.
for python in python3 /usr/bin/python3 /usr/local/bin/python3 python .venv/bin/python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
        exec "$python" "$@"
    fi
done
echo "stopped: no Python 3.8 or newer was found; install python3 and try again." >&2
exit 1
