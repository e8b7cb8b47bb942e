// assay validate: schema and semantics of a file, each complaint with file:line.
#include <iostream>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/find_content.h"
#include "engine/scap/content.h"
#include "engine/xml/validator.h"

namespace assay::cli {
namespace {

struct ValidateOptions {
  std::string file, schemas = "/usr/share/openscap/schemas";
};

int validate(const ValidateOptions& options) {
  const std::string path = content_path(options.file);
  std::vector<xml::Complaint> complaints = xml::validate(path, options.schemas);
  if (complaints.empty()) {
    try {
      const std::unique_ptr<scap::Content> content = scap::Content::open(path);
      content->check();
    } catch (const ContentError& error) {
      complaints.push_back({error.file(), error.line(), error.what()});
    }
  }
  for (const xml::Complaint& complaint : complaints) {
    const std::string where = complaint.file + ':' + std::to_string(complaint.line) + ": ";
    std::cout << (complaint.message.starts_with(complaint.file) ? "" : printable(where)) << printable(complaint.message) << '\n';
  }
  if (complaints.empty()) std::cout << path << ": valid\n";
  return complaints.empty() ? 0 : kJobFailed;
}

}  // namespace

std::function<int()> declare_validate(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<ValidateOptions>();
  self = app.add_subcommand("validate", "Check a file against its schema and for what a schema cannot say; exit code 0 valid, 1 not");
  self->footer("Examples:\n  assay validate ssg-ubuntu1804-ds.xml");
  self->add_option("file", options->file, "SCAP content or results")->required();
  self->add_option("--schemas", options->schemas, "the directory that holds the XSDs, laid out as openscap-common's")->capture_default_str()->type_name("DIR");
  return [options] { return validate(*options); };
}

}  // namespace assay::cli
