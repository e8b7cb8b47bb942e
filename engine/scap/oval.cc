#include "engine/scap/oval.h"

#include <mutex>
#include <utility>

#include "engine/base/text.h"
#include "engine/scap/oval_index.h"
#include "engine/scap/oval_read.h"

namespace assay::oval {
namespace {

// The parts of one kind: found by id, read when first asked for.
template <class T>
class Table {
 public:
  using Read = T (*)(const xml::Source& source, const xml::Element& element);

  Table(const xml::Source& source, const std::vector<Index::Entry>& entries, Read read)
      : source_(&source), entries_(&entries), read_(read) {
    parts_.resize(entries.size());
    by_id_.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (!by_id_.emplace(entries[i].id, i).second)
        throw ContentError(source.name(), entries[i].range.line, std::string(entries[i].id), "an id that is used twice");
  }

  const T* get(std::string_view id) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return nullptr;
    std::unique_ptr<T>& part = parts_[found->second];
    if (!part) part = std::make_unique<T>(read_(*source_, xml::parse(*source_, (*entries_)[found->second].range)));
    return part.get();
  }

 private:
  const xml::Source* source_;
  const std::vector<Index::Entry>* entries_;
  Read read_;
  std::unordered_map<std::string_view, std::size_t> by_id_;
  mutable std::vector<std::unique_ptr<T>> parts_;
};

Index index_of(const xml::Source& source, const xml::Fragment& root) {
  Indexer indexer(source);
  xml::scan(source, root, indexer);
  return indexer.take();
}

}  // namespace

struct Definitions::Impl {
  Impl(std::shared_ptr<const xml::Source> from, Index made, std::string called)
      : source(std::move(from)),
        name(std::move(called)),
        index(std::move(made)),
        definitions(*source, index.of(Part::definition), read_definition),
        tests(*source, index.of(Part::test), read_test),
        objects(*source, index.of(Part::object), read_object),
        states(*source, index.of(Part::state), read_state),
        variables(*source, index.of(Part::variable), read_variable) {
    for (const Index::Entry& entry : index.of(Part::definition)) definition_ids.emplace_back(entry.id);
  }

  template <class T>
  const T* get(const Table<T>& table, std::string_view id) {
    const std::lock_guard lock(reading);
    return table.get(id);
  }

  std::shared_ptr<const xml::Source> source;
  std::string name;
  Index index;
  std::vector<std::string> definition_ids;
  Table<Definition> definitions;
  Table<Test> tests;
  Table<Object> objects;
  Table<State> states;
  Table<Variable> variables;
  std::mutex reading;
};

Definitions::Definitions(std::shared_ptr<const xml::Source> source, const xml::Fragment& root, std::string name) {
  Index index = index_of(*source, root);
  impl_ = std::make_unique<Impl>(std::move(source), std::move(index), std::move(name));
}
Definitions::Definitions(std::shared_ptr<const xml::Source> source, Index index, std::string name)
    : impl_(std::make_unique<Impl>(std::move(source), std::move(index), std::move(name))) {}
Definitions::~Definitions() = default;
Definitions::Definitions(Definitions&&) noexcept = default;

const std::string& Definitions::name() const { return impl_->name; }
const xml::Source& Definitions::source() const { return *impl_->source; }
const xml::Fragment& Definitions::root() const { return impl_->index.root; }
const Generator& Definitions::generator() const { return impl_->index.generator; }
const std::vector<std::string>& Definitions::definition_ids() const { return impl_->definition_ids; }

std::vector<std::string_view> Definitions::ids(Part part) const {
  std::vector<std::string_view> found;
  for (const Index::Entry& entry : impl_->index.of(part)) found.push_back(entry.id);
  return found;
}

const Definition* Definitions::definition(std::string_view id) const { return impl_->get(impl_->definitions, id); }
const Test* Definitions::test(std::string_view id) const { return impl_->get(impl_->tests, id); }
const Object* Definitions::object(std::string_view id) const { return impl_->get(impl_->objects, id); }
const State* Definitions::state(std::string_view id) const { return impl_->get(impl_->states, id); }
const Variable* Definitions::variable(std::string_view id) const { return impl_->get(impl_->variables, id); }

ContentError Definitions::error(int line, std::string_view id, const std::string& message) const {
  return ContentError(impl_->source->name(), line, std::string(id), message);
}

}  // namespace assay::oval
