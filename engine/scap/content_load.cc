#include "engine/scap/content_load.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/scap/xccdf_load.h"

namespace assay::scap {
namespace {

constexpr std::string_view kSource = "http://scap.nist.gov/schema/scap/source/1.2";

bool is_xccdf(std::string_view ns) { return ns == xccdf::kNamespace12 || ns == xccdf::kNamespace11; }

std::optional<Kind> kind_of(std::string_view ns, std::string_view name) {
  if (ns == kSource && name == "data-stream-collection") return Kind::data_stream;
  if (is_xccdf(ns) && name == "Benchmark") return Kind::xccdf;
  if (is_xccdf(ns) && name == "TestResult") return Kind::results_xccdf;
  if ((is_xccdf(ns) || ns == "http://open-scap.org/page/Xccdf-1.1-tailoring") && name == "Tailoring") return Kind::tailoring;
  if (ns == oval::kNamespace && name == "oval_definitions") return Kind::oval;
  if (ns == "http://oval.mitre.org/XMLSchema/oval-results-5" && name == "oval_results") return Kind::results_oval;
  if (ns == "http://oval.mitre.org/XMLSchema/oval-system-characteristics-5" && name == "oval_system_characteristics")
    return Kind::characteristics;
  if (ns == "http://scap.nist.gov/schema/asset-reporting-format/1.1" && name == "asset-report-collection") return Kind::results_arf;
  if (name == "cpe-list" || name == "platform-specification") return Kind::cpe_dictionary;
  return std::nullopt;
}

// Finds what a file or a component holds and hands benchmarks and OVAL to those who build them, within the same pass.
class ContentBuilder : public xml::Handler {
 public:
  ContentBuilder(std::shared_ptr<const xml::Source> source, bool beside) : beside_(beside) { loaded_.source = std::move(source); }

  xml::Want start(const xml::Start& tag) override {
    const xml::Want want = inner() ? inner()->start(tag) : start_outside(tag);
    if (want != xml::Want::build) ++depth_;
    return want;
  }
  bool keep_raw(std::string_view ns, std::string_view name) override {
    if (inner()) return inner()->keep_raw(ns, name);
    return is_xccdf(ns) && xccdf::is_heavy(name);
  }
  void built(xml::Element element) override;
  void end(std::string_view ns, std::string_view name, const xml::Fragment& range) override;
  Loaded take() { return std::move(loaded_); }

 private:
  xml::Handler* inner() {
    if (benchmark_) return benchmark_.get();
    return indexer_ ? static_cast<xml::Handler*>(&*indexer_) : nullptr;
  }
  xml::Want start_outside(const xml::Start& tag);
  xml::Want start_in_collection(const xml::Start& tag);
  xml::Want start_content(const xml::Start& tag, std::optional<Kind> kind);
  void finish_inner();

  Loaded loaded_;
  bool beside_;
  std::size_t depth_ = 0, inner_depth_ = 0;
  std::unique_ptr<xccdf::BenchmarkBuilder> benchmark_;
  std::optional<oval::Indexer> indexer_;
};

xml::Want ContentBuilder::start_outside(const xml::Start& tag) {
  if (depth_ == 1) return start_in_collection(tag);
  const std::optional<Kind> kind = kind_of(tag.ns, tag.name);
  if (depth_ == 2) {
    Component& component = loaded_.components.back();
    if (!component.root_name.empty())
      throw ContentError(loaded_.source->name(), tag.line, component.id, "a component that holds two elements");
    return start_content(tag, component.extended ? std::nullopt : kind);
  }
  if (!kind && !beside_)
    throw ContentError(loaded_.source->name(), tag.line, {},
                       "<" + printable(tag.name) + "> is no SCAP content: neither a data stream, nor XCCDF, OVAL or CPE");
  loaded_.kind = kind.value_or(Kind::other);
  if (kind == Kind::data_stream) return xml::Want::descend;
  loaded_.components.emplace_back();
  loaded_.parts.emplace_back();
  return start_content(tag, kind);
}

xml::Want ContentBuilder::start_in_collection(const xml::Start& tag) {
  if (tag.ns == kSource && tag.name == "data-stream") return xml::Want::build;
  if (tag.ns != kSource || (tag.name != "component" && tag.name != "extended-component")) return xml::Want::skip;
  Component component;
  component.id = tag.attr("id");
  component.timestamp = tag.attr("timestamp");
  component.extended = tag.name == "extended-component";
  if (component.id.empty()) throw ContentError(loaded_.source->name(), tag.line, {}, "a component without an id");
  if (loaded_.part(component.id)) throw ContentError(loaded_.source->name(), tag.line, component.id, "an id that is used twice");
  loaded_.components.push_back(std::move(component));
  loaded_.parts.emplace_back();
  return xml::Want::descend;
}

xml::Want ContentBuilder::start_content(const xml::Start& tag, std::optional<Kind> kind) {
  loaded_.components.back().root_ns = tag.ns;
  loaded_.components.back().root_name = tag.name;
  if (kind == Kind::cpe_dictionary || kind == Kind::tailoring) return xml::Want::build;
  if (kind == Kind::xccdf) {
    benchmark_ = std::make_unique<xccdf::BenchmarkBuilder>(loaded_.source);
  } else if (kind == Kind::oval) {
    indexer_.emplace(*loaded_.source);
  } else {
    return xml::Want::skip;
  }
  inner_depth_ = depth_;
  return inner()->start(tag);
}

void ContentBuilder::built(xml::Element element) {
  if (inner()) return inner()->built(std::move(element));
  if (element.is(kSource, "data-stream")) {
    loaded_.streams.push_back(read_data_stream(*loaded_.source, element));
    return;
  }
  loaded_.components.back().content = element.fragment;
  if (kind_of(element.ns, element.name) == Kind::cpe_dictionary)
    loaded_.parts.back().dictionary = cpe::load_dictionary(*loaded_.source, element);
  else
    loaded_.parts.back().tailoring = std::make_shared<xccdf::Tailoring>(xccdf::read_tailoring(loaded_.source, element));
}

void ContentBuilder::end(std::string_view ns, std::string_view name, const xml::Fragment& range) {
  --depth_;
  if (inner()) inner()->end(ns, name, range);
  const bool root_of_content = inner() ? depth_ == inner_depth_ : depth_ == 2 || loaded_.kind != Kind::data_stream;
  if (!root_of_content) return;
  loaded_.components.back().content = range;
  finish_inner();
}

void ContentBuilder::finish_inner() {
  if (benchmark_) loaded_.parts.back().benchmark = benchmark_->take();
  if (indexer_) loaded_.parts.back().oval_index = indexer_->take();
  benchmark_.reset();
  indexer_.reset();
}

}  // namespace

LoadedComponent* Loaded::part(std::string_view component_id) {
  for (std::size_t i = 0; i < components.size(); ++i)
    if (components[i].id == component_id) return &parts[i];
  return nullptr;
}

const oval::Definitions* Loaded::definitions(LoadedComponent& part, const std::string& name) const {
  if (part.oval_index) {
    part.oval = std::make_unique<oval::Definitions>(source, std::move(*part.oval_index), name);
    part.oval_index.reset();
  }
  return part.oval.get();
}

Loaded load(const std::shared_ptr<const xml::Source>& source, bool beside) {
  ContentBuilder builder(source, beside);
  xml::scan(*source, builder);
  return builder.take();
}

}  // namespace assay::scap
