// For the static program: of libxslt, which Debian's static xmlsec refers to, there is no static library. XSLT is no transform that a
// signature of ours may have (context_for in xml_signature.cc), so nothing here is ever called; if it were, it would refuse.
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

extern "C" {

xsltStylesheetPtr xsltParseStylesheetDoc(xmlDocPtr) { return nullptr; }
void xsltFreeStylesheet(xsltStylesheetPtr) {}
xsltTransformContextPtr xsltNewTransformContext(xsltStylesheetPtr, xmlDocPtr) { return nullptr; }
void xsltFreeTransformContext(xsltTransformContextPtr) {}
xmlDocPtr xsltApplyStylesheetUser(xsltStylesheetPtr, xmlDocPtr, const char**, const char*, FILE*, xsltTransformContextPtr) {
  return nullptr;
}
int xsltSaveResultTo(xmlOutputBufferPtr, xmlDocPtr, xsltStylesheetPtr) { return -1; }

// xmlSecInit makes preferences and forbids everything in them; that must succeed.
xsltSecurityPrefsPtr xsltNewSecurityPrefs(void) {
  static char nothing;
  return reinterpret_cast<xsltSecurityPrefsPtr>(&nothing);
}
void xsltFreeSecurityPrefs(xsltSecurityPrefsPtr) {}
int xsltSetSecurityPrefs(xsltSecurityPrefsPtr, xsltSecurityOption, xsltSecurityCheck) { return 0; }
xsltSecurityCheck xsltGetSecurityPrefs(xsltSecurityPrefsPtr, xsltSecurityOption) { return nullptr; }
int xsltSetCtxtSecurityPrefs(xsltSecurityPrefsPtr, xsltTransformContextPtr) { return -1; }
int xsltSecurityForbid(xsltSecurityPrefsPtr, xsltTransformContextPtr, const char*) { return 0; }
}
