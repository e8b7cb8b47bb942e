#include "engine/scap/content.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/scap/content_load.h"

namespace assay::scap {
namespace {

// A file that is a cpe-lang <platform-specification>; anything else is passed over.
class PlatformSpecification : public xml::Handler {
 public:
  xml::Want start(const xml::Start& tag) override {
    return tag.depth == 0 && tag.name == "platform-specification" ? xml::Want::build : xml::Want::skip;
  }
  void built(xml::Element element) override { root = std::move(element); }
  std::optional<xml::Element> root;
};

// "X; there is: A, B"
[[noreturn]] void no_such(const std::string& what, const std::vector<std::string>& there) {
  throw JobError(what + (there.empty() ? "; there is none" : "; there is: " + join(there, ", ")));
}

template <class List>
std::vector<std::string> ids_of(const List& list) {
  std::vector<std::string> ids;
  for (const auto& each : list) ids.push_back(each.id);
  return ids;
}

const ComponentRef* find_ref(const std::vector<ComponentRef>& refs, std::string_view id) {
  for (const ComponentRef& ref : refs)
    if (ref.id == id) return &ref;
  return nullptr;
}

const ComponentRef* find_ref(const DataStream& stream, std::string_view id) {
  for (const auto* refs : {&stream.checklists, &stream.checks, &stream.dictionaries, &stream.extended})
    if (const ComponentRef* found = find_ref(*refs, id)) return found;
  return nullptr;
}

bool is_elsewhere(const ComponentRef& ref) { return is_remote(ref.href) && ref.component_id.empty(); }

}  // namespace

struct Content::Impl {
  Loaded loaded;
  std::vector<std::string> notes;
  std::map<std::string, std::unique_ptr<Loaded>> beside;  // by host path: files the content names

  // The component a reference means: here, or in a file beside. Null, with *why set, where there is none.
  LoadedComponent* component(const ComponentRef& ref, Loaded** holder, std::string* why);
  Loaded* open_beside(std::string_view href, std::string* why);
  // What an href means as seen from a component reference (or, outside a data stream, from the file). `name`: what it is called there.
  LoadedComponent* resolve(const DataStream* stream, std::string_view component_ref_id, std::string_view href, Loaded** holder,
                           std::string* name, std::string* why);
  void note_references();
  std::vector<const DataStream*> streams(const std::string& id) const;
  std::shared_ptr<xccdf::Tailoring> tailoring(const DataStream& stream, const std::string& id);
  std::vector<cpe::Dictionary> dictionaries(const DataStream& stream);
  std::vector<Checklist> checklists(const DataStream& stream);
};

Loaded* Content::Impl::open_beside(std::string_view href, std::string* why) {
  const std::optional<HostPath> found = path_beside(loaded.source->name(), href, why);
  if (!found) return nullptr;
  std::unique_ptr<Loaded>& slot = beside[found->path];
  if (slot) return slot.get();
  try {
    slot = std::make_unique<Loaded>(load(xml::Source::open(found->path), true));
  } catch (const ContentError&) {
    if (found->beside) throw;
    *why = "\"" + printable(href) + "\" " + std::string(kNoOval);
  }
  return slot.get();
}

LoadedComponent* Content::Impl::component(const ComponentRef& ref, Loaded** holder, std::string* why) {
  *holder = &loaded;
  if (!ref.component_id.empty()) {
    LoadedComponent* part = loaded.part(ref.component_id);
    if (!part) *why = "the component \"" + printable(ref.component_id) + "\" is not there";
    return part;
  }
  const std::size_t hash = ref.href.find('#');
  *holder = open_beside(std::string_view(ref.href).substr(0, hash), why);
  if (!*holder) return nullptr;
  LoadedComponent* part = (*holder)->part(hash == std::string::npos ? std::string_view{} : std::string_view(ref.href).substr(hash + 1));
  if (!part) *why = "\"" + printable(ref.href) + "\" is not there";
  return part;
}

LoadedComponent* Content::Impl::resolve(const DataStream* stream, std::string_view component_ref_id, std::string_view href, Loaded** holder,
                                        std::string* name, std::string* why) {
  *name = href;
  if (!stream) {
    *holder = open_beside(href, why);
    return *holder ? (*holder)->part("") : nullptr;
  }
  const ComponentRef* from = find_ref(*stream, component_ref_id);
  const std::optional<std::string> meant = from ? look_up(*from, href) : std::nullopt;
  if (!meant) return *why = "\"" + printable(href) + "\" is not in the catalog of " + std::string(component_ref_id), nullptr;
  if (is_remote(*meant)) return *why = "\"" + printable(*meant) + "\" is remote and is not fetched", nullptr;
  const ComponentRef* to = meant->starts_with('#') ? find_ref(*stream, std::string_view(*meant).substr(1)) : nullptr;
  if (!to) return *why = "\"" + printable(*meant) + "\" is no component reference of " + stream->id, nullptr;
  if (is_elsewhere(*to)) return *why = "\"" + printable(to->href) + "\" is remote and is not fetched", nullptr;
  *name = to->component_id.empty() ? to->href : to->component_id;
  return component(*to, holder, why);
}

void Content::Impl::note_references() {
  for (const DataStream& stream : loaded.streams)
    for (const auto* refs : {&stream.checklists, &stream.checks, &stream.dictionaries})
      for (const ComponentRef& ref : *refs) {
        if (is_elsewhere(ref)) notes.push_back("the component reference " + ref.id + " is remote and is not fetched: " + ref.href);
        if (!ref.component_id.empty() && !loaded.part(ref.component_id))
          notes.push_back("the component reference " + ref.id + " names a component that is not there: " + ref.component_id);
      }
}

std::vector<const DataStream*> Content::Impl::streams(const std::string& id) const {
  std::vector<const DataStream*> found;
  for (const DataStream& stream : loaded.streams)
    if (id.empty() || stream.id == id) found.push_back(&stream);
  if (found.empty()) no_such(loaded.source->name() + ": no data stream" + (id.empty() ? "" : " \"" + id + "\""), ids_of(loaded.streams));
  return found;
}

std::shared_ptr<xccdf::Tailoring> Content::Impl::tailoring(const DataStream& stream, const std::string& id) {
  std::vector<std::string> there;
  for (const ComponentRef& ref : stream.checklists) {
    Loaded* holder = nullptr;
    std::string why;
    const LoadedComponent* part = is_elsewhere(ref) ? nullptr : component(ref, &holder, &why);
    if (!part || !part->tailoring) continue;
    if (ref.id == id || part->tailoring->id == id) return part->tailoring;
    there.push_back(ref.id);
  }
  no_such(loaded.source->name() + ": no tailoring \"" + id + "\" in the data stream " + stream.id, there);
}

std::vector<cpe::Dictionary> Content::Impl::dictionaries(const DataStream& stream) {
  std::vector<cpe::Dictionary> found;
  for (const ComponentRef& ref : stream.dictionaries) {
    Loaded* holder = nullptr;
    std::string why;
    const LoadedComponent* part = is_elsewhere(ref) ? nullptr : component(ref, &holder, &why);
    if (!part || !part->dictionary) continue;
    found.push_back(*part->dictionary);
    found.back().component_ref_id = ref.id;
  }
  return found;
}

std::vector<Content::Checklist> Content::Impl::checklists(const DataStream& stream) {
  std::vector<Checklist> found;
  for (const ComponentRef& ref : stream.checklists) {
    Loaded* holder = nullptr;
    std::string why;
    const LoadedComponent* part = is_elsewhere(ref) ? nullptr : component(ref, &holder, &why);
    if (part && part->benchmark) found.push_back({&stream, ref.id, part->benchmark, dictionaries(stream), nullptr});
  }
  return found;
}

namespace {

// Is this the benchmark a tailoring is for? One that does not say fits all.
bool is_for(const xccdf::Tailoring& tailoring, const Content::Checklist& checklist) {
  if (!tailoring.benchmark_id.empty() && tailoring.benchmark_id == checklist.benchmark->id) return true;
  if (!tailoring.benchmark_href.starts_with('#')) return tailoring.benchmark_id.empty();
  const std::string target = tailoring.benchmark_href.substr(1);
  const ComponentRef* ref = find_ref(*checklist.stream, checklist.component_ref_id);
  return target == checklist.component_ref_id || (ref && target == ref->component_id) || target == checklist.benchmark->id;
}

bool is_chosen(const Choice& choice, const Content::Checklist& checklist) {
  if (!choice.xccdf_id.empty() && choice.xccdf_id != checklist.component_ref_id) return false;
  if (!choice.benchmark_id.empty() && choice.benchmark_id != checklist.benchmark->id) return false;
  return true;
}

void refuse_stream_choice(const Choice& choice, const std::string& file) {
  for (const std::string* id : {&choice.datastream_id, &choice.xccdf_id, &choice.tailoring_id, &choice.oval_id})
    if (!id->empty()) throw JobError(file + ": no data stream, so there is no \"" + *id + "\" to choose");
}

}  // namespace

Content::Content(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Content::~Content() = default;

std::unique_ptr<Content> Content::open(const std::string& host_path) { return open(xml::Source::open(host_path)); }

std::unique_ptr<Content> Content::open(std::shared_ptr<const xml::Source> source) {
  auto impl = std::make_unique<Impl>();
  impl->loaded = load(std::move(source));
  impl->note_references();
  return std::unique_ptr<Content>(new Content(std::move(impl)));
}

Kind Content::kind() const { return impl_->loaded.kind; }
const xml::Source& Content::source() const { return *impl_->loaded.source; }
const std::vector<DataStream>& Content::streams() const { return impl_->loaded.streams; }
const std::vector<Component>& Content::components() const { return impl_->loaded.components; }
const std::vector<std::string>& Content::notes() const { return impl_->notes; }

std::vector<Content::Checklist> Content::checklists() const {
  if (kind() == Kind::xccdf) return {{nullptr, "", impl_->loaded.parts.front().benchmark, {}, nullptr}};
  std::vector<Checklist> found;
  for (const DataStream& stream : streams())
    for (Checklist& checklist : impl_->checklists(stream)) found.push_back(std::move(checklist));
  return found;
}

Content::Checklist Content::checklist(const Choice& choice) const {
  const std::string& file = source().name();
  if (kind() != Kind::data_stream) {
    refuse_stream_choice(choice, file);
    if (kind() != Kind::xccdf) throw JobError(file + ": no XCCDF benchmark in it");
    Checklist only = std::move(checklists().front());
    if (!choice.benchmark_id.empty() && choice.benchmark_id != only.benchmark->id)
      no_such(file + ": no benchmark \"" + choice.benchmark_id + "\"", {only.benchmark->id});
    return only;
  }
  std::vector<std::string> there;
  for (const DataStream* stream : impl_->streams(choice.datastream_id)) {
    std::vector<Checklist> candidates = impl_->checklists(*stream);
    if (candidates.empty()) continue;
    const auto tailoring = choice.tailoring_id.empty() ? nullptr : impl_->tailoring(*stream, choice.tailoring_id);
    Checklist* first = nullptr;
    for (Checklist& candidate : candidates) {
      there.push_back(candidate.component_ref_id + " (" + candidate.benchmark->id + ")");
      if (!is_chosen(choice, candidate)) continue;
      candidate.tailoring = tailoring;
      if (!tailoring || is_for(*tailoring, candidate)) return std::move(candidate);
      if (!first) first = &candidate;
    }
    if (first) return std::move(*first);
  }
  const std::string wanted = join({choice.xccdf_id, choice.benchmark_id}, " ");
  no_such(file + ": no benchmark " + (trim(wanted).empty() ? "" : "\"" + std::string(trim(wanted)) + "\""), there);
}

const oval::Definitions* Content::oval(const DataStream* stream, std::string_view component_ref_id, std::string_view href,
                                       std::string* why) const {
  Loaded* holder = nullptr;
  std::string name;
  LoadedComponent* part = impl_->resolve(stream, component_ref_id, href, &holder, &name, why);
  const oval::Definitions* found = part ? holder->definitions(*part, name) : nullptr;
  if (!found && why->empty()) *why = "\"" + printable(href) + "\" " + std::string(kNoOval);
  return found;
}

std::optional<Content::Document> Content::document(const DataStream* stream, std::string_view component_ref_id, std::string_view href,
                                                   std::string* why) const {
  Loaded* holder = nullptr;
  std::string name;
  const LoadedComponent* part = impl_->resolve(stream, component_ref_id, href, &holder, &name, why);
  if (!part) return std::nullopt;
  return Document{holder->source, holder->component(*part).content};
}

const oval::Definitions& Content::oval(const Choice& choice) const {
  Loaded& loaded = impl_->loaded;
  if (kind() == Kind::oval) {
    refuse_stream_choice(choice, source().name());
    return *loaded.definitions(loaded.parts.front(), source().name());
  }
  if (kind() != Kind::data_stream) throw JobError(source().name() + ": no OVAL definitions in it");
  std::vector<std::string> there;
  for (const DataStream* stream : impl_->streams(choice.datastream_id)) {
    for (const ComponentRef& ref : stream->checks) {
      LoadedComponent* part = loaded.part(ref.component_id);
      const oval::Definitions* found = part && !ref.component_id.empty() ? loaded.definitions(*part, ref.component_id) : nullptr;
      if (!found) continue;
      if (choice.oval_id.empty() || choice.oval_id == ref.id || choice.oval_id == ref.component_id) return *found;
      there.push_back(ref.id);
    }
  }
  no_such(source().name() + ": no OVAL definitions" + (choice.oval_id.empty() ? "" : " \"" + choice.oval_id + "\""), there);
}

std::shared_ptr<xccdf::Tailoring> open_tailoring(const std::string& host_path) {
  const Loaded loaded = load(xml::Source::open(host_path));
  if (loaded.kind != Kind::tailoring) throw ContentError(host_path, 0, {}, "no XCCDF Tailoring");
  return loaded.parts.front().tailoring;
}

cpe::Dictionary open_dictionary(const std::string& host_path) {
  const auto source = xml::Source::open(host_path);
  PlatformSpecification specification;
  xml::scan(*source, specification);
  if (specification.root) {
    cpe::Dictionary dictionary;
    dictionary.platforms = cpe::load_platforms(*source, *specification.root);
    return dictionary;
  }
  Loaded loaded = load(source);
  if (loaded.kind != Kind::cpe_dictionary) throw ContentError(host_path, 0, {}, "no CPE dictionary");
  return std::move(*loaded.parts.front().dictionary);
}

}  // namespace assay::scap
