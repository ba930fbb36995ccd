#pragma once

#include <string_view>

namespace hybrid::reproduce {

/// The style of the report. Disagreement is also marked by a sign and by words, so that colour is never
/// needed.
inline constexpr std::string_view kReportStyle = R"(
:root { color-scheme: light dark; --text: #1b1b1b; --page: #ffffff; --soft: #5c5c5c; --line: #d5d5d5; --box: #f5f5f5;
  --good: #00694c; --bad: #a63a00; --bad-box: #fdeee6; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8e8e8; --page: #161616; --soft: #a8a8a8; --line: #444444; --box: #232323; --good: #4cc9a0;
    --bad: #ff9c66; --bad-box: #3a2216; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; color: var(--text); background: var(--page);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.3rem; line-height: 1.3; margin-top: 3rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
a { color: inherit; }
code { font: .88em/1.4 ui-monospace, Menlo, Consolas, monospace; }
pre { overflow-x: auto; background: var(--box); padding: .5rem .75rem; margin: .5rem 0; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--page); min-width: 7rem; max-width: 14rem; }
tbody th { font-weight: normal; }
td.text { text-align: left; min-width: 12rem; } td .ours { font-weight: 600; white-space: nowrap; }
td .soft { white-space: nowrap; } td .interval, td .paper, .soft { color: var(--soft); } nav .soft { display: block; font-size: .85em; } td .interval, td .paper { display: block; font-size: .85em; white-space: nowrap; }
td.outside { background: var(--bad-box); } .good { color: var(--good); } .bad { color: var(--bad); }
.verdict { border-left: 4px solid var(--soft); padding: .25rem 0 .25rem .75rem; margin: .75rem 0; font-weight: 600; }
.tiles { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.tiles li { flex: 1 1 7rem; background: var(--box); padding: .5rem .75rem; } .tiles b { display: block; font-size: 1.5rem; line-height: 1.2; }
nav ul { padding-left: 1.2rem; } nav li { margin: .35rem 0; }
figure { margin: 1rem 0; } figure img { display: block; width: 100%; min-width: 36rem; height: auto; background: #ffffff; }
.claim { border-left: 4px solid var(--line); padding: .1rem 0 .1rem .75rem; margin: 1rem 0; } .claim p { margin: .2rem 0; }
.claim.contradicted { border-color: var(--bad); background: var(--bad-box); }
.notes { font-size: .92rem; color: var(--soft); padding-left: 1.2rem; }
)";

}  // namespace hybrid::reproduce
