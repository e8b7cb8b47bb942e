// A check system beside OVAL: what XCCDF's check/@system names (NISTIR 7275r4, 6.4.4.4). Its checks see what OVAL objects
// collected, and answer with an outcome and evidence. The program hands the systems there are to Judge; evaluate knows none of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"
#include "engine/scap/syschar.h"
#include "engine/xml/document.h"

namespace assay::evaluate {

struct NeededObject {
  std::string name;  // what the check calls it
  std::string id;    // of the OVAL object
};

struct SeenObject {
  std::string_view name;
  const oval::CollectedObject* object = nullptr;  // null where the plan has none: the OVAL document lacks it
};

struct CheckAnswer {
  xccdf::Outcome outcome = xccdf::Outcome::error;
  std::vector<std::string> messages;  // why it is what it is; of a pass or fail, what a reader should know besides
  std::vector<Evidence> evidence;     // those that decided first
};

struct CheckQuestion {
  std::string_view check;                              // its id
  const oval::ExternalVariables& exports;              // the values check-export hands over, by export name
  const std::vector<SeenObject>& seen;                 // parallel to needs()
  const oval::SystemCharacteristics& characteristics;  // whose items the objects refer to
  std::int64_t now = 0;                                // seconds since the epoch: when the scan began
};

// A document of checks. Immutable; may be asked from several threads.
class CheckDocument {
 public:
  virtual ~CheckDocument() = default;
  // The OVAL document its objects are in, as an href seen from the checklist's component; "" where its checks need none.
  virtual const std::string& objects_href() const = 0;
  // Null where there is no check of this id.
  virtual const std::vector<NeededObject>* needs(std::string_view check) const = 0;
  // Never throws: what goes wrong in a check is an `error` with its message.
  virtual CheckAnswer judge(const CheckQuestion& question) const = 0;
};

struct CheckSystem {
  std::string_view uri;
  // Throws ContentError where the element is no document of this system or is malformed.
  std::unique_ptr<CheckDocument> (*load)(const xml::Source& source, const xml::Fragment& root);
};

}  // namespace assay::evaluate
