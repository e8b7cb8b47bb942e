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

// Every part is read, so that whatever the loaders refuse is told.
void check_meaning(const std::string& path) {
  const std::unique_ptr<scap::Content> content = scap::Content::open(path);
  const auto read_all = [&](const scap::Choice& choice) {
    const oval::Definitions& oval = content->oval(choice);
    for (const std::string& id : oval.definition_ids()) oval.definition(id);
  };
  content->checklists();
  if (content->kind() == scap::Kind::oval) read_all({});
  for (const scap::DataStream& stream : content->streams())
    for (const scap::ComponentRef& check : stream.checks)
      for (const scap::Component& component : content->components())
        if (component.id == check.component_id && component.root_name == "oval_definitions")
          read_all({.datastream_id = stream.id, .xccdf_id = {}, .benchmark_id = {}, .oval_id = check.id, .tailoring_id = {}});
}

int validate(const ValidateOptions& options) {
  const std::string path = content_path(options.file);
  std::vector<xml::Complaint> complaints = xml::validate(path, options.schemas);
  if (complaints.empty()) {
    try {
      check_meaning(path);
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
  self->add_option("--schemas", options->schemas, "the directory that holds the XSDs, laid out as openscap-common's")
      ->capture_default_str()
      ->type_name("DIR");
  return [options] { return validate(*options); };
}

}  // namespace assay::cli
