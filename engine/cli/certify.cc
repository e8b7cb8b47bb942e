// assay certify: sign what was found of an image.
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/certify/envelope.h"
#include "engine/certify/image.h"
#include "engine/certify/page.h"
#include "engine/certify/tree_digest.h"
#include "engine/certify/xml_signature.h"
#include "engine/cli/certificate_text.h"
#include "engine/cli/command.h"
#include "engine/cli/output.h"
#include "engine/target/target.h"
#include "images/open.h"
#include "reports/saved.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

constexpr std::size_t kMostKeyFile = 64u << 10;
constexpr int kDefaultDays = 365;

constexpr const char* kCertifyFooter = R"(What was found is signed, whatever it is: read the verdict.
Results of other files than the image holds are refused; where nothing can be compared (a running system, another tool's results)
the certificate says that nothing proves them to be of this image.

Keys (PEM; Ed25519, or ECDSA P-256):
  openssl genpkey -algorithm ed25519 -out key.pem
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
  openssl pkey -in key.pem -pubout -out pub.pem

Examples:
  assay scan disk:base.qcow2 --report json=results.json
  assay certify results.json --key key.pem --image base.qcow2 -o base.cert.json --html base.cert.html
  assay verify base.cert.json --pub pub.pem --image base.qcow2)";

struct CertifyOptions {
  std::string results, key, image, out, expires, html, xml_signature, passphrase_file;
  std::optional<int> valid_days;
};

void warn_of_readable_key(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    std::cerr << "assay: warning: " << reports::terminal_text(path) << ": others than its owner may use this private key: chmod 600\n";
}

certify::PrivateKey read_key(const CertifyOptions& options) {
  std::optional<std::string> passphrase;
  if (!options.passphrase_file.empty()) {
    const std::string text = certify::read_host_file(options.passphrase_file, kMostKeyFile);
    passphrase = text.substr(0, text.find_first_of("\r\n"));
  }
  certify::PrivateKey key =
      certify::PrivateKey::parse(options.key, certify::read_host_file(options.key, kMostKeyFile), passphrase ? &*passphrase : nullptr);
  warn_of_readable_key(options.key);
  return key;
}

// To the end of the last day. Nothing where no expiry was asked for.
std::optional<std::int64_t> wanted_expiry(const CertifyOptions& options, std::int64_t issued) {
  if (!options.expires.empty() && options.valid_days) throw JobError("--expires and --valid-days: give one of them");
  if (options.valid_days) return issued + *options.valid_days * kSecondsPerDay;
  if (options.expires.empty()) return std::nullopt;
  const std::optional<std::int64_t> day = parse_utc_date(options.expires);
  if (!day) throw JobError("--expires: \"" + options.expires + "\" is no day such as 2027-03-31");
  if (*day + kSecondsPerDay <= issued) throw JobError("--expires: " + options.expires + " is over already");
  return *day + kSecondsPerDay - 1;
}

// No certificate outlives the first of the waivers that its verdict rests on: nobody answers for that deviation any longer.
std::int64_t expiry(const CertifyOptions& options, const evaluate::Results& results, std::int64_t issued) {
  const std::optional<std::int64_t> wanted = wanted_expiry(options, issued);
  std::int64_t expires = wanted.value_or(issued + kDefaultDays * kSecondsPerDay);
  for (const evaluate::WaiverUse& use : results.waivers) {
    if (use.state != evaluate::WaiverState::used) continue;
    const std::string waiver = "the waiver of " + use.waiver.rule_id + " ends on " + use.waiver.expires;
    const std::optional<std::int64_t> day = parse_utc_date(use.waiver.expires);
    if (!day) throw JobError(options.results + ": " + waiver + ", which is no day such as 2027-03-31");
    const std::int64_t end = *day + kSecondsPerDay - 1;
    if (end < issued) throw JobError(options.results + ": " + waiver + ", which is over: renew it or remove it, and scan again");
    if (wanted && *wanted > end)
      throw JobError("--expires, --valid-days: " + waiver + ", and no certificate that rests on it is valid longer");
    expires = std::min(expires, end);
  }
  return expires;
}

// Are the results those of this image? What cannot be compared is said in the certificate; what differs is refused.
certify::Binding compare(const evaluate::Results& results, const CertifyOptions& options) {
  const std::string& scanned = results.target.entries_digest;
  if (scanned.empty()) return {"", results.target.live ? "they are of a running system" : "they do not say which files were scanned"};
  std::string held;
  try {
    held = certify::entries_digest(images::open(options.image).target.files(), options.image);
  } catch (const JobError& error) {
    return {"", std::string("it cannot be looked into: ") + error.what()};
  }
  if (held != scanned)
    throw JobError(options.results + ": results of other files than " + options.image + " holds (scanned was " + results.target.label +
                   "): scan " + options.image + " and certify what is found there");
  return {scanned, ""};
}

std::filesystem::path whole_path(const std::string& path) {
  std::error_code unreadable;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(path, unreadable);
  return unreadable ? std::filesystem::path(path) : whole;
}

// A certificate over the key or the image would destroy it, and the image's directory would not be the certified one with it inside.
void refuse_outputs_over(const std::string& input, std::initializer_list<std::string> outputs) {
  const std::filesystem::path whole = whole_path(input);
  if (whole == "/") return;  // which is no image
  for (const std::string& output : outputs) {
    if (output.empty() || output == "-") continue;
    const std::filesystem::path place = whole_path(output);
    if (std::mismatch(whole.begin(), whole.end(), place.begin(), place.end()).first == whole.end())
      throw JobError(output + ": would write over or into " + input + ": give another place");
  }
}

int certify_results(const CertifyOptions& options) {
  const std::int64_t now = std::time(nullptr);
  std::string envelope, signed_arf;
  std::ostringstream page, said;
  Outputs outputs;
  outputs.add(options.out, [&](std::ostream& out) { out << envelope; });
  if (!options.html.empty()) outputs.add(options.html, [&](std::ostream& out) { out << page.str(); });
  if (!options.xml_signature.empty()) outputs.add(options.xml_signature, [&](std::ostream& out) { out << signed_arf; });
  const auto to_standard_output = {options.out, options.html, options.xml_signature};
  switch (std::count(to_standard_output.begin(), to_standard_output.end(), "-")) {
    case 0: outputs.add("-", [&](std::ostream& out) { out << said.str(); }); break;
    case 1: break;
    default: throw JobError("two outputs for standard output: give one of them a file");
  }
  const certify::PrivateKey key = read_key(options);
  for (const std::string& input : {options.key, images::host_path(options.image)})
    refuse_outputs_over(input, {options.out, options.html, options.xml_signature});
  const evaluate::Results results = reports::read_results(options.results);
  const std::int64_t expires = expiry(options, results, now);
  const certify::Binding binding = compare(results, options);  // before confine(): an xfs image is mounted
  confine(outputs.directories());

  const certify::Statement statement =
      certify::make_statement(results, certify::measure(images::host_path(options.image)), binding, now, expires);
  envelope = certify::to_json(certify::seal(std::string(certify::kInTotoType), certify::to_json(statement), key));
  if (!options.xml_signature.empty()) signed_arf = certify::sign_arf(*xml::Source::open(options.results), key, now);
  const std::string file = options.out == "-" ? "certificate.json" : std::filesystem::path(options.out).filename().string();
  certify::write_page(statement, key.public_key(), file, page);
  said << verdict_in_capitals(statement.verdict) << ": signed so for " << reports::terminal_text(statement.subject.name) << ", in "
       << reports::terminal_text(options.out) << '\n';
  print_statement(statement, key.public_key().id(), said);
  outputs.commit();
  if (!binding.unproven.empty())
    std::cerr << "assay: warning: nothing shows that " << reports::terminal_text(options.results) << " is of "
              << reports::terminal_text(options.image) << ": " << reports::terminal_text(binding.unproven) << '\n';
  return kCompliant;
}

}  // namespace

std::function<int()> declare_certify(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<CertifyOptions>();
  self = app.add_subcommand("certify", "Sign what was found of an image: a certificate that others can check");
  self->footer(kCertifyFooter);
  self->add_option("results", options->results, "saved results: json of assay, or XCCDF or ARF results of any tool")->required();
  self->add_option("--key", options->key, "the private key, PEM")->type_name("FILE")->required();
  self->add_option("--image", options->image, "what was scanned, as scan's TARGET names it: a file, or a directory")
      ->type_name("FILE|DIR")
      ->required();
  self->add_option("-o,--output", options->out, "where the certificate goes (a DSSE envelope, JSON)")->type_name("CERT")->required();
  self->add_option("--html", options->html, "the certificate as one page for people")->type_name("FILE");
  self->add_option("--expires", options->expires, "the last day it is valid (UTC), such as 2027-03-31")->type_name("DATE");
  self->add_option("--valid-days", options->valid_days, "days it is valid (default: 365, or until the first waiver it rests on ends)")
      ->type_name("N")
      ->check(CLI::Range(1, 36'500));
  self->add_option("--xml-signature", options->xml_signature, "the results, which must be ARF, with an XML signature (needs an EC key)")
      ->type_name("FILE");
  self->add_option("--passphrase-file", options->passphrase_file, "the first line of this file opens an encrypted key")->type_name("FILE");
  return [options] { return certify_results(*options); };
}

}  // namespace assay::cli
