#!/bin/sh
# run.sh LYCOSA: serves demo/site on a free port of loopback, crawls it with the program LYCOSA into build/demo and inspects
# two of its URLs: one that is indexable and one that robots.txt refuses. The server ends with the script.
set -eu
lycosa=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
store=${LYCOSA_DEMO_STORE:-build/demo}
mkdir -p "$(dirname "$store")"
rm -rf "$store" "$store.port"

python3 -B "$here/serve.py" "$store.port" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$store.port"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

tries=0
until [ -s "$store.port" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "demo: the site's server did not start" >&2
    exit 1
  fi
  sleep 0.05
done
site=http://127.0.0.1:$(cat "$store.port")

# Shows a command as one would type it, then runs it.
try() {
  printf '\n$ lycosa'
  printf ' %s' "$@"
  printf '\n'
  "$lycosa" "$@"
}

try crawl "$site/" --store "$store" --allow-private --delay 0.05
try inspect "$site/eyes.html" --store "$store"
# The answer «not indexable» is exit code 1, which is what this one is for.
try inspect "$site/drafts/venom.html" --store "$store" || [ $? -eq 1 ]

cat <<END

The store is in $store. More to ask of it:
  lycosa inspect $site/print/eyes.html --store $store           # noindex
  lycosa inspect $site/species/tarantula.html --store $store    # canonical elsewhere
  lycosa inspect $site/guide --store $store                     # a redirect
  lycosa inspect $site/silk.html --store $store                 # a page that is missing
  lycosa inspect $site/eyes.html --store $store --text readable
  lycosa inspect $site/eyes.html --store $store --json
  lycosa stats --store $store

To look at it in a browser, run this and open http://127.0.0.1:8080/
  $1 serve --store $store
END
