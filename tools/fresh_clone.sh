#!/usr/bin/env bash
# Tries what a stranger does: clone into an empty folder, an empty home, `make run`, wait for the address, stop.
# KEEP=1 leaves the clone running and prints where it is. PORTS are moved, so that a running Banpol stays alone.
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
place="$(mktemp -d)"
mkdir "$place/home"
started=$SECONDS
gateway="${BANPOL_GATEWAY_PORT:-18080}"
simulator="${BANPOL_SIMULATOR_PORT:-18090}"
console="${BANPOL_CONSOLE_PORT:-18070}"

git clone --quiet "$here" "$place/banpol"

# Only what every machine has: a PATH, and how to trust and reach the network from here.
clean=(HOME="$place/home" PATH="$PATH" LANG=C.UTF-8 BANPOL_GATEWAY_PORT="$gateway" BANPOL_SIMULATOR_PORT="$simulator"
    BANPOL_CONSOLE_PORT="$console")
for name in SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE PIP_CERT PIP_INDEX_URL UV_INDEX_URL UV_DEFAULT_INDEX \
    http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    if [ -n "${!name:-}" ]; then clean+=("$name=${!name}"); fi
done

(cd "$place/banpol" && exec setsid env -i "${clean[@]}" make run) >"$place/run.log" 2>&1 &
run=$!

stop() {
    kill -TERM -- "-$run" 2>/dev/null || true
    wait "$run" 2>/dev/null || true
    echo "the log is $place/run.log"
}

until grep -q 'Banpol is ready' "$place/run.log"; do
    if ! kill -0 "$run" 2>/dev/null; then
        cat "$place/run.log"
        echo "make run ended before it was ready, after $((SECONDS - started)) s" >&2
        exit 1
    fi
    if [ $((SECONDS - started)) -gt "${PATIENCE:-1500}" ]; then
        tail -n 40 "$place/run.log"
        stop
        echo "not ready after $((SECONDS - started)) s" >&2
        exit 1
    fi
    sleep 1
done
grep 'Banpol is ready' "$place/run.log"
echo "ready after $((SECONDS - started)) s in $place/banpol"
if [ -n "${KEEP:-}" ]; then
    echo "it goes on running as process group $run; end it with: kill -TERM -- -$run"
    exit 0
fi
stop
