#include "reports/frameworks.h"

#include <algorithm>
#include <tuple>

#include "engine/base/text.h"

namespace assay::reports {
namespace {

constexpr Framework kFrameworks[] = {
    {"nist-csf", "NIST Cybersecurity Framework 1.1", "nist.cswp.04162018"},
    {"nist-csf", "NIST Cybersecurity Framework", "nist.gov/cyberframework"},
    {"iso-27001", "ISO/IEC 27001:2013", "iso.org/standard/54534"},
    {"iso-27001", "ISO/IEC 27001:2013", "iso.org/contents/data/standard/05/45/54534"},
    {"soc-2", "SOC 2 (Trust Services Criteria 2017)", "2017-trust-services-criteria"},
    {"soc-2", "SOC 2 (Trust Services Criteria)", "aicpa"},
    {"gdpr", "GDPR", "eur-lex.europa.eu/eli/reg/2016/679"},
    {"nist-800-53", "NIST SP 800-53 Rev. 5", "nist.gov/pubs/sp/800/53/r5"},
    {"nist-800-53", "NIST SP 800-53 Rev. 5", "nist.sp.800-53r5"},
    {"nist-800-53", "NIST SP 800-53 Rev. 4", "nist.sp.800-53r4"},
    {"nist-800-53", "NIST SP 800-53", "nist.gov/pubs/sp/800/53"},
    {"nist-800-171", "NIST SP 800-171", "nist.sp.800-171"},
    {"cis-controls", "CIS Controls v7", "cisecurity.org/controls/v7"},
    {"cis-controls", "CIS Controls", "cisecurity.org/controls"},
    {"cis-benchmark", "CIS Benchmark", "cisecurity.org/benchmark"},
    {"pci-dss", "PCI DSS 3.2.1", "pcisecuritystandards.org/documents/pci_dss_v3-2-1"},
    {"pci-dss", "PCI DSS", "pcisecuritystandards.org"},
    {"hipaa", "HIPAA", "cfr-2007-title45"},
    {"disa-cci", "DISA CCI", "disa.mil/stigs/cci"},
    {"disa-cci", "DISA CCI", "cyber.mil/stigs/cci"},
    {"disa-stig", "DISA STIG", "cyber.mil/stigs/srg-stig-tools"},
    {"disa-srg", "DISA SRG", "disa.mil/stigs/os"},
    {"disa-srg", "DISA SRG", "cyber.mil/stigs/downloads"},
    {"cobit", "COBIT", "isaca.org/resources/cobit"},
    {"isa-62443", "ISA/IEC 62443", "isa.org/products"},
    {"nerc-cip", "NERC CIP", "nerc.com"},
    {"anssi", "ANSSI BP-028", "ssi.gouv.fr"},
    {"cjis", "CJIS Security Policy", "cjis-security-policy"},
    {"niap", "NIAP Protection Profile", "niap-ccevs.org"},
};

}  // namespace

std::span<const Framework> frameworks() { return kFrameworks; }

const Framework* framework_of(const xccdf::Reference& reference) {
  const std::string href = to_lower(reference.href);
  const Framework* first = nullptr;
  for (const Framework& row : kFrameworks) {
    if (first == nullptr || first->name != row.name) first = &row;
    if (href.find(row.address) != std::string::npos) return first;
  }
  return nullptr;
}

std::vector<Requirement> requirements(const xccdf::Rule& rule) {
  std::vector<Requirement> found;
  for (const xccdf::Reference& reference : rule.references)
    if (const Framework* framework = framework_of(reference); framework && !reference.text.empty())
      found.push_back({framework, std::string(reference.text)});
  const auto order = [](const Requirement& one) { return std::tie(one.framework, one.text); };
  std::sort(found.begin(), found.end(), [&](const Requirement& a, const Requirement& b) { return order(a) < order(b); });
  found.erase(std::unique(found.begin(), found.end(), [&](const Requirement& a, const Requirement& b) { return order(a) == order(b); }),
              found.end());
  return found;
}

}  // namespace assay::reports
