// For the static program: Debian's static Xerces-C++ fetches with libcurl, of which there is no static library. Nothing is ever
// fetched (SCAP content never names what we open), so its network accessor is ours and has no network.
#include <xercesc/util/NetAccessors/Curl/CurlNetAccessor.hpp>
#include <xercesc/util/XMLNetAccessor.hpp>

namespace XERCES_CPP_NAMESPACE {

const XMLCh CurlNetAccessor::fgMyName[] = u"none";

CurlNetAccessor::CurlNetAccessor() = default;
CurlNetAccessor::~CurlNetAccessor() = default;
void CurlNetAccessor::initCurl() {}
void CurlNetAccessor::cleanupCurl() {}

// Null is "cannot be opened", which its callers report.
BinInputStream* CurlNetAccessor::makeNew(const XMLURL&, const XMLNetHTTPInfo*) { return nullptr; }

}  // namespace XERCES_CPP_NAMESPACE
