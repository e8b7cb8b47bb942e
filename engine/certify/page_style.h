// The style sheet of the page: colours of three verdicts in light and dark, and one sheet of A4.
#pragma once

#include <string_view>

namespace assay::certify {

inline constexpr std::string_view kPageStyle = R"css(
:root{color-scheme:light dark;--bg:#eef0f3;--page:#fff;--fg:#1b222c;--dim:#566170;--line:#d7dce3;--code:#f2f4f7;--good:#14703a;--bad:#b3201f;--open:#8f5100;--on:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#0e1116;--page:#171c23;--fg:#e4e8ee;--dim:#9ba6b4;--line:#303844;--code:#20262f;--good:#18793f;--bad:#c93630;--open:#945800}}
*{box-sizing:border-box}
body{margin:0;padding:1.5rem 1rem;background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:52rem;margin:0 auto;background:var(--page);border:2px solid var(--look);border-radius:10px;overflow:hidden}
.compliant{--look:var(--good)}.not-compliant{--look:var(--bad)}.indeterminate{--look:var(--open)}
header{padding:1.1rem 1.5rem;background:var(--look);color:var(--on)}
p{margin:.3rem 0}header p{margin:0}
h1{margin:.1rem 0;font-size:1.9rem;line-height:1.15;letter-spacing:.02em}
.not-compliant header{background:repeating-linear-gradient(135deg,var(--bad) 0 14px,color-mix(in srgb,var(--bad) 88%,#000) 14px 28px)}
.body{padding:1rem 1.5rem 1.2rem}
h2{margin:1.1rem 0 .35rem;font-size:.78em;letter-spacing:.07em;text-transform:uppercase;color:var(--dim)}
dl{display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:.18rem 1rem;margin:0}
dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
.figures{display:flex;flex-wrap:wrap;gap:.8rem 2rem;margin:.9rem 0 .2rem}
.figures div{min-width:6rem}
.figures b{display:block;font-size:1.45rem;line-height:1.15;font-variant-numeric:tabular-nums}
.figures span{color:var(--dim);font-size:.85em}
ul{margin:0;padding-left:1.15rem}li{overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.84em}
pre{margin:.3rem 0;padding:.55rem .7rem;background:var(--code);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:1rem;padding-top:.6rem;border-top:1px solid var(--line);color:var(--dim);font-size:.85em}
footer p{margin:.2rem 0}
@media (max-width:36rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.35rem}h1{font-size:1.5rem}.body,header{padding-left:1rem;padding-right:1rem}}
@page{size:A4;margin:9mm}
@media print{:root{color-scheme:light;--bg:#fff;--page:#fff;--fg:#111;--dim:#4a5461;--line:#ccc;--code:#f2f4f7;--good:#14703a;--bad:#b3201f;--open:#8f5100}
body{padding:0;font-size:8.6pt;line-height:1.27}main{max-width:none}header{padding:.7rem 1.1rem}.body{padding:.5rem 1.1rem .7rem}h1{font-size:20pt}h2{margin:.5rem 0 .1rem}p{margin:.15rem 0}footer{margin-top:.5rem;padding-top:.3rem}
.figures{margin:.3rem 0 0;gap:.3rem 1.1rem}.figures div{min-width:0}.figures b{font-size:13pt}pre{font-size:7.4pt;margin:.15rem 0;padding:.35rem .5rem}
header,pre{-webkit-print-color-adjust:exact;print-color-adjust:exact}section,main{break-inside:avoid}}
)css";

}  // namespace assay::certify
