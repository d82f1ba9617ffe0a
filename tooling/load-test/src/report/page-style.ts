/** The look of report.html. */
export const pageStyle = `
:root { --page: #f5f6f8; --panel: #fff; --text: #1c2330; --weak: #677184; --line: #e3e7ee; --mark: #b9c1cf;
  --good: #168a58; --bad: #cf3d35; --accent: #4c8dff; color-scheme: light dark }
@media (prefers-color-scheme: dark) { :root { --page: #0e1219; --panel: #161c26; --text: #e6eaf2; --weak: #8d97a9;
  --line: #262e3c; --mark: #485266; --good: #3ecf8e; --bad: #ff6b61 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 1360px; margin: 0 auto; padding: 36px 28px 48px }
header { display: flex; justify-content: space-between; align-items: flex-start; gap: 24px; margin-bottom: 24px }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -.02em; font-weight: 650 }
h1 em { font-style: normal; color: var(--accent) }
h2 { font-size: 15px; margin: 0 0 12px } h3 { font-size: 14px; margin: 0 }
p { margin: 0; color: var(--weak) }
.badge { padding: 6px 14px; border-radius: 99px; font-weight: 600; white-space: nowrap; border: 1px solid currentColor }
.good { color: var(--good) } .bad { color: var(--bad) } .weak { color: var(--weak) }
section { margin-bottom: 20px }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px }
.card, figure, section:not(.cards):not(.charts):not(.two), .two > div { background: var(--panel);
  border: 1px solid var(--line); border-radius: 12px }
.card { padding: 14px 16px; display: flex; flex-direction: column }
.card b { font-size: 23px; line-height: 1.25; letter-spacing: -.02em; font-weight: 650 }
.card span { font-weight: 500 } .card small { color: var(--weak); min-height: 1.5em }
.card.bad b { color: var(--bad) } .card.bad { color: inherit }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 16px }
figure { margin: 0; padding: 16px 18px 14px }
figcaption { display: flex; align-items: baseline; gap: 10px; margin-bottom: 8px }
figcaption small { color: var(--weak); font-size: 13px }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { font-size: 11px; fill: var(--weak) }
.grid { stroke: var(--line) } .mark { stroke: var(--mark); stroke-dasharray: 2 4 }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 8px 0 0 6px; color: var(--weak); font-size: 12.5px }
.legend i { display: inline-block; width: 14px; height: 3px; border-radius: 2px; margin-right: 6px; vertical-align: middle }
section:not(.cards):not(.charts):not(.two), .two > div { padding: 18px 20px }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 16px; align-items: start }
.two h2:not(:first-child) { margin-top: 24px }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { padding: 7px 12px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { text-align: left; padding-left: 0 } th:last-child, td:last-child { padding-right: 0 }
tbody tr:last-child td { border-bottom: 0 }
th { color: var(--weak); font-weight: 500; font-size: 12.5px }
.bars { display: block; position: relative; width: 180px; height: 10px }
.bar { position: absolute; left: 0; top: 0; height: 10px; border-radius: 3px; background: var(--accent); opacity: .35 }
footer { color: var(--weak); font-size: 12.5px; margin-top: 28px }
`
