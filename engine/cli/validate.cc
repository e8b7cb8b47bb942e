// assay validate: schema and semantics of a file, each complaint with file:line.
#include <iostream>
#include <set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/find_content.h"
#include "engine/scap/content.h"
#include "engine/xml/validator.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

struct ValidateOptions {
  std::string file, schemas = "/usr/share/openscap/schemas";
};

void add_names(const xccdf::Item& item, std::set<std::string_view>& names) {
  names.insert(item.id);
  if (!item.cluster_id.empty()) names.insert(item.cluster_id);
}

void add_names(const xccdf::Group& group, std::set<std::string_view>& names) {
  for (const auto& rule : group.rules) add_names(static_cast<const xccdf::Item&>(*rule), names);
  for (const auto& below : group.groups) {
    add_names(static_cast<const xccdf::Item&>(*below), names);
    add_names(*below, names);
  }
}

// An idref is the id of an item or a cluster-id (NISTIR 7275r4, 6.5.3): no schema can say that.
void check_profiles(const xccdf::Benchmark& benchmark) {
  std::set<std::string_view> items;
  add_names(benchmark.root, items);
  for (const xccdf::Profile& profile : benchmark.profiles) {
    const auto check = [&](std::string_view what, const std::string& idref) {
      if (!items.contains(idref))
        throw ContentError(benchmark.source->name(), profile.line, profile.id,
                           std::string(what) + " names " + idref + ", which is no rule, group or cluster");
    };
    for (const xccdf::Select& select : profile.selects) check("select", select.idref);
    for (const xccdf::RefineRule& refine : profile.refine_rules) check("refine-rule", refine.idref);
  }
}

// Every part is read, so that whatever the loaders refuse is told.
void check_meaning(const std::shared_ptr<const xml::Source>& source) {
  const std::unique_ptr<scap::Content> content = scap::Content::open(source);
  const auto read_all = [&](const scap::Choice& choice) {
    const oval::Definitions& oval = content->oval(choice);
    for (const std::string& id : oval.definition_ids()) oval.definition(id);
  };
  for (const auto& checklist : content->checklists())
    if (checklist.benchmark) check_profiles(*checklist.benchmark);
  if (content->kind() == scap::Kind::oval) read_all({});
  for (const scap::DataStream& stream : content->streams())
    for (const scap::ComponentRef& check : stream.checks)
      for (const scap::Component& component : content->components())
        if (component.id == check.component_id && component.root_name == "oval_definitions")
          read_all({.datastream_id = stream.id, .xccdf_id = {}, .benchmark_id = {}, .oval_id = check.id, .tailoring_id = {}});
}

int validate(const ValidateOptions& options) {
  const std::shared_ptr<const xml::Source> source = find_content(options.file);
  std::vector<xml::Complaint> complaints = xml::validate(*source, options.schemas);
  if (complaints.empty()) {
    try {
      check_meaning(source);
    } catch (const ContentError& error) {
      complaints.push_back({error.file(), error.line(), error.what()});
    }
  }
  for (const xml::Complaint& complaint : complaints) {
    const std::string where = complaint.file + ':' + std::to_string(complaint.line) + ": ";
    std::cout << (complaint.message.starts_with(complaint.file) ? "" : reports::terminal_text(where))
              << reports::terminal_text(complaint.message) << '\n';
  }
  if (complaints.empty()) std::cout << reports::terminal_text(source->name()) << ": valid\n";
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
