#!/bin/sh
# run.sh FOLDER SECONDS: runs each fuzz target of FOLDER for so long, beginning with its seeds in corpus/ beside this file.
# What it learns stays in FOLDER; a finding is written there too, and ends the run with exit 1.
set -eu
targets=$1 seconds=$2
here=$(cd "$(dirname "$0")" && pwd)
for target in "$targets"/*_fuzz; do
  name=$(basename "$target" _fuzz)
  mkdir -p "$targets/corpus/$name"
  set -- "$targets/corpus/$name"
  [ ! -d "$here/corpus/$name" ] || set -- "$@" "$here/corpus/$name"
  echo "fuzz: $name for $seconds s"
  log=$targets/$name.log
  if ! "$target" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$targets/$name-" "$@" >"$log" 2>&1; then
    tail -n 60 "$log"
    exit 1
  fi
  grep -E 'number_of_executed_units|Done ' "$log" | tail -n 2
done
