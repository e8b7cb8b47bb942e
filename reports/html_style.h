// The style sheet of the HTML report: everything it needs is in the page.
#pragma once

#include <string_view>

namespace assay::reports {

inline constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--bg:#fff;--fg:#1d2430;--dim:#5d6878;--line:#dfe3e9;--card:#f6f7f9;--pass:#1a7f42;--fail:#c02a2a;--warn:#a15c00;--none:#7b8594;--code:#eef0f3}
@media (prefers-color-scheme:dark){:root{--bg:#14181e;--fg:#e3e7ec;--dim:#97a1af;--line:#2c333d;--card:#1c222a;--pass:#4cc27c;--fail:#ff7b72;--warn:#e0a33c;--none:#8a94a3;--code:#252c36}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2.25rem 0 .5rem}
code,pre,.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
code{background:var(--code);border-radius:3px;padding:.05em .3em;overflow-wrap:anywhere}
pre{background:var(--code);border-radius:6px;padding:.75rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
pre code{background:none;padding:0}
a{color:inherit}
.verdict{display:flex;flex-wrap:wrap;align-items:center;gap:1rem 2rem;margin:1.5rem 0;padding:1.25rem 1.5rem;border-radius:10px;background:var(--card);border-left:6px solid var(--none)}
.verdict.compliant{border-color:var(--pass)}.verdict.not-compliant{border-color:var(--fail)}.verdict.indeterminate{border-color:var(--warn)}
.verdict strong{font-size:1.5rem;text-transform:capitalize}
.verdict.compliant strong{color:var(--pass)}.verdict.not-compliant strong{color:var(--fail)}.verdict.indeterminate strong{color:var(--warn)}
.verdict p{margin:0;flex:1 1 100%;color:var(--dim)}
.figure b{display:block;font-size:1.35rem;line-height:1.2;font-variant-numeric:tabular-nums}
.figure span{color:var(--dim);font-size:.85rem}
.bar{display:flex;height:10px;border-radius:5px;overflow:hidden;background:var(--line);margin:0 0 .75rem}
.bar i{display:block}
.pass i,.bar .pass{background:var(--pass)}.fail i,.bar .fail{background:var(--fail)}.warn i,.bar .warn{background:var(--warn)}.none i,.bar .none{background:var(--none)}
.counts{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0;margin:0;list-style:none;color:var(--dim)}
.counts i{display:inline-block;width:.65rem;height:.65rem;border-radius:50%;margin-right:.4rem}
.counts b{color:var(--fg);font-variant-numeric:tabular-nums}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:1rem 0}
dl.facts dt{color:var(--dim)}dl.facts dd{margin:0;overflow-wrap:anywhere}
details{border:1px solid var(--line);border-radius:8px;margin:.4rem 0;background:var(--bg)}
summary{display:flex;gap:.75rem;align-items:baseline;padding:.55rem .9rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary .title{flex:1;font-weight:500}
details[open]>summary{border-bottom:1px solid var(--line)}
.badge{flex:none;min-width:6.6rem;font-size:.72rem;font-weight:700;letter-spacing:.04em;text-transform:uppercase}
.badge.pass{color:var(--pass)}.badge.fail{color:var(--fail)}.badge.warn{color:var(--warn)}.badge.none{color:var(--none)}
.severity{flex:none;color:var(--dim);font-size:.85rem}
.body{padding:.4rem 1rem 1rem}
.body h3{font-size:.78rem;letter-spacing:.05em;text-transform:uppercase;color:var(--dim);margin:1.1rem 0 .25rem}
.body .id{color:var(--dim);overflow-wrap:anywhere;margin:.3rem 0}
dl.evidence{display:grid;grid-template-columns:5.5rem 1fr;gap:.25rem .75rem;margin:.5rem 0;padding:.7rem .9rem;background:var(--card);border-radius:6px}
dl.evidence dt{color:var(--dim)}dl.evidence dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
dl.evidence .about{grid-column:1/-1;color:var(--dim)}
.text p:first-child{margin-top:.2rem}.text{overflow-wrap:anywhere;margin:.2rem 0}
.text table{border-collapse:collapse}.text td,.text th{border:1px solid var(--line);padding:.2rem .5rem}
ul.plain{margin:.2rem 0;padding-left:1.2rem}
footer{margin-top:3rem;color:var(--dim);font-size:.85rem}
@media (max-width:40rem){summary{flex-wrap:wrap}.badge{min-width:0}}
@media print{body{max-width:none;padding:0;font-size:10.5pt}details{break-inside:avoid-page}.others details:not([open]){border:0;margin:0}.verdict,dl.evidence,pre{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

}  // namespace assay::reports
