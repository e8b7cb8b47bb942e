#!/bin/sh
# Signs what the gate found about an image, and checks the certificate as somebody who gets it would, before it is kept.
#
#   CERTIFY_RESULTS     the gate's directory of results
#   CERTIFY_IMAGE       the file that is certified, byte by byte
#   CERTIFY_KEY         private key (PEM; Ed25519 or ECDSA P-256)
#   CERTIFY_PUBLIC_KEY  its public key, as those have it who will verify
#   CERTIFY_OUTPUT      directory for certificate.json and certificate.html
#   CERTIFY_OPTIONS     more options of `assay certify`, separated by blanks
#   ASSAY               the program (left out: assay)
set -euf

for name in CERTIFY_RESULTS CERTIFY_IMAGE CERTIFY_KEY CERTIFY_PUBLIC_KEY CERTIFY_OUTPUT; do
  eval "[ -n \"\${$name:-}\" ]" || {
    echo "certify.sh: $name is not set" >&2
    exit 1
  }
done

certificate=$CERTIFY_OUTPUT/certificate.json
page=$CERTIFY_OUTPUT/certificate.html
mkdir -p "$CERTIFY_OUTPUT"
rm -f "$certificate" "$page"
kept=
trap '[ -n "$kept" ] || rm -f "$certificate" "$page"' EXIT

# shellcheck disable=SC2086  # options are separated by blanks
"${ASSAY:-assay}" certify "$CERTIFY_RESULTS/results.json" --key "$CERTIFY_KEY" --image "$CERTIFY_IMAGE" -o "$certificate" --html "$page" \
  ${CERTIFY_OPTIONS:-} >/dev/null
"${ASSAY:-assay}" verify "$certificate" --pub "$CERTIFY_PUBLIC_KEY" --image "$CERTIFY_IMAGE" --require-compliant
kept=1
