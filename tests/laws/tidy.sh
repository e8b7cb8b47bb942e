#!/usr/bin/env bash
# clang-tidy over the product's sources that changed since a commit, the one before HEAD where none is named. All of them (half
# an hour of two cores): cmake --preset clang && cmake --build --preset clang
set -euo pipefail
cd "$(dirname "$0")/../.."
since=${1:-HEAD~1}
if [ $# -eq 0 ] && ! git rev-parse --quiet --verify "$since" >/dev/null; then
  echo "skipped: there is no commit before this one"
  exit 0
fi
changed=$(git diff --name-only "$since" -- engine probes reports images rules-lua benchmarks)
sources=()
for source in $(sed -n 's/\.\(cc\|h\)$/.cc/p' <<<"$changed" | sort -u); do
  [ ! -f "$source" ] || sources+=("$source")
done
printf '%s\n' "${sources[@]}" | xargs -r -n 1 -P 2 clang-tidy --quiet -p build/dev
echo "${#sources[@]} sources changed since $since are tidy"
