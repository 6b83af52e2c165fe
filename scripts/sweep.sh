#!/bin/sh
# Runs a recipe once for each value of one key, one after the other:
#
#   scripts/sweep.sh RECIPE KEY VALUE... [-- OPTION...]
#   scripts/sweep.sh quickstart stages.distilled.loss.temperature 1 2 4 -- --runs /scratch/runs
#
# What is done is not done again: a sweep that was stopped goes on where it was, and stages that its
# members share run once. Nest it in a loop of your own for two keys.
set -u
bantam=$(dirname "$0")/bantam

[ $# -ge 3 ] || { echo 'usage: scripts/sweep.sh RECIPE KEY VALUE... [-- OPTION...]' >&2; exit 2; }
recipe=$1
key=$2
shift 2

values=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  values="$values$1
"
  shift
done
[ $# -eq 0 ] || shift

worst=0
while IFS= read -r value; do
  [ -n "$value" ] || continue
  echo "== $key=$value" >&2
  "$bantam" run "$recipe" --set "$key=$value" "$@" </dev/null
  code=$?
  case $code in
    0) ;;
    4) worst=4 ;; # this member failed; the others say something too
    *) exit "$code" ;;
  esac
done <<END
$values
END
exit "$worst"
