// Schema validation with Xerces-C++, against XSDs found in host directories (never on the network).
#pragma once

#include <string>
#include <vector>

namespace assay::xml {

struct Complaint {
  std::string file;
  int line = 0;
  std::string message;
};

// The schemas a document of SCAP 1.2/1.3 needs, looked up below `schema_root` (laid out as OpenSCAP's /usr/share/openscap/schemas).
// The document element's namespace and its schema_version decide which; those of our own formats are in the program (own_schemas.h).
// Empty result: valid.
std::vector<Complaint> validate(const std::string& host_path, const std::string& schema_root);
class Source;
std::vector<Complaint> validate(const Source& source, const std::string& schema_root);

}  // namespace assay::xml
