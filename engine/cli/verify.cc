// assay verify: check a certificate.
#include <ctime>
#include <iostream>
#include <optional>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/certify/envelope.h"
#include "engine/certify/image.h"
#include "engine/certify/tree_digest.h"
#include "engine/certify/xml_signature.h"
#include "engine/cli/certificate_text.h"
#include "engine/cli/command.h"
#include "engine/cli/reporting.h"
#include "engine/target/target.h"
#include "images/open.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

constexpr std::size_t kMostCertificate = 128u << 20;
constexpr std::size_t kMostKeyFile = 64u << 10;
constexpr std::int64_t kClockSkew = 300;  // seconds that clocks of two machines may differ

constexpr const char* kVerifyFooter = R"(Exit codes:
  0  valid: signed by this key, in time, and (with --image) of this very image
  1  the job could not be done: usage, a file that cannot be read or is no certificate
  2  valid, but with --require-compliant: the certificate says NOT COMPLIANT
  3  valid, but with --require-compliant: the certificate says INDETERMINATE
  4  the signature is not by this key: another key, or the certificate was changed
  5  the image is not the one that was certified
  6  expired, or not yet valid

Examples:
  assay verify base.cert.json --pub pub.pem --image base.qcow2 --require-compliant
  assay verify base.cert.json --pub pub.pem --at 2027-03-31      would it still be valid then?)";

struct VerifyOptions {
  std::string certificate, pub, image, at;
  bool require_compliant = false;
};

// A day is looked at as it ends, so that a certificate of that day is valid on it.
std::int64_t moment(const std::string& at) {
  if (at.empty()) return std::time(nullptr);
  if (const auto day = parse_utc_date(at)) return *day + kSecondsPerDay - 1;
  if (const auto time = parse_utc_time(at)) return *time;
  throw JobError("--at: \"" + at + "\" is no day such as 2027-03-31, and no time such as 2027-03-31T12:00:00Z");
}

int refuse(ExitCode code, const std::string& message) {
  std::cerr << "assay: " << reports::terminal_text(message) << '\n';
  return code;
}

std::optional<std::string> wrong_image(const certify::Subject& certified, const std::string& image) {
  const certify::Subject seen = certify::measure(images::host_path(image));
  if (seen.algorithm != certified.algorithm)
    return image + ": not the image that was certified: that was a " +
           (certified.algorithm == certify::kTreeDigest ? "directory, this is a file" : "file, this is a directory");
  if (seen.digest == certified.digest) return std::nullopt;
  return image + ": not the image that was certified: its " + seen.algorithm + " is " + seen.digest + ", that of the certified " +
         certified.name + " is " + certified.digest;
}

std::optional<std::string> wrong_time(const certify::Statement& statement, std::int64_t now) {
  if (now > statement.expires) return "the certificate expired on " + utc_time(statement.expires);
  if (now + kClockSkew < statement.issued) return "the certificate is not valid before " + utc_time(statement.issued);
  return std::nullopt;
}

int refuse_signature(const VerifyOptions& options, const certify::PublicKey& key) {
  return refuse(kWrongSignature, options.certificate + ": not signed by this key (" + key.id() +
                                     "): it is signed by another one, or was changed after it was signed");
}

void flush_standard_output() {
  if (!std::cout.flush()) throw JobError("cannot write to standard output");
}

// What the program's certificates say of images and time, an XML signature does not.
int verify_xml(const VerifyOptions& options, const certify::PublicKey& key, std::string text) {
  if (!options.image.empty() || !options.at.empty() || options.require_compliant)
    throw JobError(options.certificate + ": a signed ARF names no image, expiry or verdict to compare: verify the certificate for those");
  const certify::VerifiedArf verified = certify::verify_arf(*xml::Source::from_bytes(options.certificate, std::move(text)), key);
  if (!verified.valid) return refuse_signature(options, key);
  std::cout << "VALID: these ARF results were signed by this key on " << utc_time(verified.signed_at) << "\nKey         " << key.id()
            << '\n';
  flush_standard_output();
  return kCompliant;
}

int verify(const VerifyOptions& options) {
  const std::int64_t now = moment(options.at);
  confine({});
  const certify::PublicKey key = certify::PublicKey::parse(options.pub, certify::read_host_file(options.pub, kMostKeyFile));
  std::string text = certify::read_host_file(options.certificate, kMostCertificate);
  if (trim(text.substr(0, 64), "\xEF\xBB\xBF \t\r\n").starts_with('<')) return verify_xml(options, key, std::move(text));
  const certify::Envelope envelope = certify::parse_envelope(options.certificate, text);
  if (!certify::is_signed_by(envelope, key)) return refuse_signature(options, key);
  if (envelope.payload_type != certify::kInTotoType)
    throw ContentError(options.certificate, 0, {}, "signed, but no in-toto statement: \"" + envelope.payload_type + "\"");
  const certify::Statement statement = certify::parse_statement(options.certificate, envelope.payload);
  if (const auto wrong = wrong_time(statement, now)) return refuse(kWrongTime, options.certificate + ": " + *wrong);
  if (!options.image.empty())
    if (const auto wrong = wrong_image(statement.subject, options.image)) return refuse(kWrongImage, *wrong);

  std::cout << "VALID: signed by this key and in time; "
            << (options.image.empty() ? "NO IMAGE WAS COMPARED (--image)" : "the image is the one that was certified") << '\n';
  print_statement(statement, key.id(), std::cout);
  flush_standard_output();
  if (options.image.empty())
    refuse(kCompliant, "warning: no image was compared: the certificate speaks of " + statement.subject.name + " alone (--image)");
  if (!options.require_compliant || statement.verdict == evaluate::Verdict::compliant) return kCompliant;
  return refuse(static_cast<ExitCode>(exit_code(statement.verdict)),
                options.certificate + ": valid, but what it certifies is " + verdict_in_capitals(statement.verdict));
}

}  // namespace

std::function<int()> declare_verify(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<VerifyOptions>();
  self = app.add_subcommand("verify", "Check a certificate: its signature, its time, its image");
  self->footer(kVerifyFooter);
  self->add_option("certificate", options->certificate, "what `assay certify` wrote: a certificate, or ARF results with an XML signature")
      ->required();
  self->add_option("--pub", options->pub, "the public key, PEM (or an X.509 certificate, of which only the key counts)")
      ->type_name("FILE")
      ->required();
  self->add_option("--image", options->image, "the image it should be about: a file, or a directory")->type_name("FILE|DIR");
  self->add_option("--at", options->at, "judge its time as of then, not of now (a day, or a time in UTC)")->type_name("DATE");
  self->add_flag("--require-compliant", options->require_compliant, "exit code 2 or 3 where it does not say compliant");
  return [options] { return verify(*options); };
}

}  // namespace assay::cli
