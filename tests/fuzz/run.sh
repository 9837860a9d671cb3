#!/bin/sh
# run.sh FOLDER SECONDS: runs each fuzz target of FOLDER for so long, beginning with its seeds in corpus/ beside this file.
# What it learns stays in FOLDER; a finding is written there too, and ends the run with exit 1. FUZZ_TARGETS names those to
# run, all without it.
set -eu
targets=$1 seconds=$2
here=$(cd "$(dirname "$0")" && pwd)

# The longest input of a target. Where expand.h makes large ones of small ones, and where the format is short, less is more.
most_bytes() {
  case $1 in
    config_toml | store_toml | store_text | extract_dates | fetch_dns | judge_words | url | url_unparsed | store_filter) echo 4096 ;;
    archive_warc | fetch_head | html_encoding | robots | robots_directives) echo 16384 ;;
    exchange_decode | pipeline_sitemap) echo 262144 ;;
    *) echo 65536 ;;
  esac
}

for target in "$targets"/*_fuzz; do
  name=$(basename "$target" _fuzz)
  case " ${FUZZ_TARGETS:-$name} " in *" $name "*) ;; *) continue ;; esac
  mkdir -p "$targets/corpus/$name"
  set -- "$targets/corpus/$name"
  [ ! -d "$here/corpus/$name" ] || set -- "$@" "$here/corpus/$name"
  echo "fuzz: $name for $seconds s"
  log=$targets/$name.log
  if ! "$target" -max_total_time="$seconds" -max_len="$(most_bytes "$name")" -timeout=20 -rss_limit_mb=2048 \
      -print_final_stats=1 -artifact_prefix="$targets/$name-" "$@" >"$log" 2>&1; then
    tail -n 60 "$log"
    exit 1
  fi
  grep -E 'number_of_executed_units|Done ' "$log" | tail -n 2
done
