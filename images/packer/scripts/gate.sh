#!/bin/sh
# The gate of an image build: assay judges GATE_TARGET, and this script ends as assay did, with the reason in the build's log. It serves
# both places: on the artifact (shell-local) and in the guest (shell over ssh), where results must be fetched before the verdict decides.
#
#   GATE_STEP          judge: look and write results down, whatever they say; decide: end as they say; left out: both
#   GATE_RESULTS       directory for results.json, report.html, junit.xml, report.txt, messages.txt, exit-code
#   GATE_TARGET        as `assay scan` takes it: / or disk:build/image.qcow2
#   GATE_CONTENT       a benchmark's name or a file
#   GATE_PROFILE       a profile's id or the end of it
#   GATE_MIN_COVERAGE  percent of the selected rules that must have been judged
#   GATE_POLICY        directory of the site's own waivers.yaml, answers.yaml, tailoring.xml; each is used where it is there
#   GATE_OPTIONS       more options of `assay scan`, separated by blanks
#   ASSAY              the program (left out: assay)
#
# Ends with 0 compliant, 2 not compliant, 3 indeterminate, 1 could not be judged.
set -euf

stop() {
  echo "gate.sh: $*" >&2
  exit 1
}

given() {
  eval "[ -n \"\${$1:-}\" ]" || stop "$1 is not set"
}

# A file of another name would be left unused in silence: waivers.yml, tailoring.yaml.
check_policy() {
  [ -d "$GATE_POLICY" ] || stop "GATE_POLICY: $GATE_POLICY is no directory"
  unknown=$(find "$GATE_POLICY" -mindepth 1 -maxdepth 1 ! -name waivers.yaml ! -name answers.yaml ! -name tailoring.xml)
  [ -z "$unknown" ] || stop "$unknown: not known here; a policy holds waivers.yaml, answers.yaml, tailoring.xml"
}

judge() {
  for name in GATE_TARGET GATE_CONTENT GATE_PROFILE GATE_MIN_COVERAGE; do given "$name"; done
  mkdir -p "$GATE_RESULTS"
  # What an earlier build left must not speak for this one.
  (cd "$GATE_RESULTS" && rm -f results.json report.html junit.xml report.txt messages.txt exit-code)

  set -- --content "$GATE_CONTENT" --profile "$GATE_PROFILE" --min-coverage "$GATE_MIN_COVERAGE" --no-progress \
    --report "json=$GATE_RESULTS/results.json" --report "html=$GATE_RESULTS/report.html" --report "junit=$GATE_RESULTS/junit.xml"
  if [ -n "${GATE_POLICY:-}" ]; then
    check_policy
    [ ! -f "$GATE_POLICY/waivers.yaml" ] || set -- "$@" --waivers "$GATE_POLICY/waivers.yaml"
    [ ! -f "$GATE_POLICY/answers.yaml" ] || set -- "$@" --answers "$GATE_POLICY/answers.yaml"
    [ ! -f "$GATE_POLICY/tailoring.xml" ] || set -- "$@" --tailoring "$GATE_POLICY/tailoring.xml"
  fi
  status=0
  # shellcheck disable=SC2086  # options are separated by blanks
  "${ASSAY:-assay}" scan "$GATE_TARGET" "$@" ${GATE_OPTIONS:-} >"$GATE_RESULTS/report.txt" 2>"$GATE_RESULTS/messages.txt" || status=$?
  echo "$status" >"$GATE_RESULTS/exit-code"
  # In a guest root judges, and the user of the ssh connection fetches.
  [ -z "${SUDO_UID:-}" ] || chown -hR "$SUDO_UID" "$GATE_RESULTS"
}

# The rules that decided, each with what was expected, what was found and where.
deciding() {
  awk '/^[^ ]/ { shown = /^(FAIL|ERROR|UNKNOWN) / } shown' "$GATE_RESULTS/report.txt"
}

decide() {
  [ -f "$GATE_RESULTS/exit-code" ] || stop "$GATE_RESULTS: no verdict there: nothing was judged"
  status=$(cat "$GATE_RESULTS/exit-code")
  case $status in
    0 | 2 | 3) [ -s "$GATE_RESULTS/results.json" ] || stop "$GATE_RESULTS: no results.json beside the verdict $status" ;;
    1) ;;
    *) echo "gate.sh: assay ended with $status" >&2 ;;
  esac
  case $status in
    0) tail -n 1 "$GATE_RESULTS/report.txt" ;;
    2 | 3)
      deciding >&2
      echo "Results: $GATE_RESULTS" >&2
      cat "$GATE_RESULTS/messages.txt" >&2
      ;;
    *)
      cat "$GATE_RESULTS/messages.txt" >&2
      status=1
      ;;
  esac
  return "$status"
}

given GATE_RESULTS
case ${GATE_STEP:-} in
  judge) judge ;;
  decide) decide ;;
  "")
    judge
    decide
    ;;
  *) stop "GATE_STEP: no \"$GATE_STEP\"; judge or decide" ;;
esac
