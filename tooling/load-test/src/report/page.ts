import { percent } from '../judge-targets.ts'
import { isGood } from '../make-results.ts'
import type { Results } from '../results.ts'
import { type Chart, chartSvg, escaped } from './chart.ts'
import { chartsOf, nameOfPart } from './charts.ts'
import { pageStyle } from './page-style.ts'
import { spelledBytes, spelledMs, spelledTime } from './units.ts'

/** report.html: one file that needs nothing else, light or dark as its reader's screen. */
export function reportPage(results: Results): string {
  const { profile } = results
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Load test: ${profile.name}</title><style>${pageStyle}</style></head><body><main>`,
    header(results),
    cards(results),
    `<section class="charts">${chartsOf(results).map(figure).join('')}</section>`,
    `<section><h2>Scenarios</h2>${scenarioTable(results)}</section>`,
    `<section class="two"><div><h2>Targets</h2>${targetTable(results)}</div>`,
    `<div><h2>Stages</h2>${stageTable(results)}${loadPart(results)}${proofPart(results)}</div></section>`,
    remarksPart(results),
    footer(results),
    '</main></body></html>\n',
  ].join('\n')
}

function header(results: Results): string {
  const { profile, isInterrupted } = results
  const [tone, words] = isInterrupted
    ? ['weak', 'Stopped before its end']
    : isGood(results)
      ? ['good', 'Every target met']
      : ['bad', 'Targets missed']
  return [
    `<header><div><h1>Load test <em>${profile.name}</em></h1>`,
    `<p>${escaped(profile.purpose)} ${escaped(results.system)}.</p></div>`,
    `<span class="badge ${tone}">${words}</span></header>`,
  ].join('')
}

function cards({ totals, seconds, proof, knee }: Results): string {
  const { latency } = totals
  const all = [
    card(totals.requests.toLocaleString('en'), 'requests', `in ${spelledTime(seconds)}, ${totals.rate}/s`),
    knee === null
      ? card(`${totals.peakRate}/s`, 'best minute', `${totals.peakBookedRate} bookings/s`)
      : card(`${knee.rate}/s`, 'held', `P99 ${spelledMs(knee.p99)}`),
    card(spelledMs(latency.p50), 'P50', `mean ${spelledMs(latency.mean)}`),
    card(spelledMs(latency.p95), 'P95', ''),
    card(spelledMs(latency.p99), 'P99', `slowest ${spelledMs(latency.max)}`),
    card(totals.booked.toLocaleString('en'), 'bookings made', `${totals.refused} refused, truly`),
    card(percent(totals.errorShare), 'errors', `${totals.wrong} untrue answers`, totals.errors > 0),
    card(
      String(proof.doubleBookings ?? '?'),
      'double bookings',
      proof.doubleBookings === null ? 'not looked for' : `${proof.invariantsHeld} invariants hold`,
      (proof.doubleBookings ?? 0) > 0,
    ),
  ]
  return `<section class="cards">${all.join('')}</section>`
}

function card(figure: string, name: string, more: string, isBad = false): string {
  return `<div class="card${isBad ? ' bad' : ''}"><b>${figure}</b><span>${name}</span><small>${more}</small></div>`
}

function figure(chart: Chart): string {
  const legend = chart.series
    .map(({ name, colour }) => `<span><i style="background:${colour}"></i>${escaped(name)}</span>`)
    .join('')
  return [
    `<figure><figcaption><h3>${escaped(chart.title)}</h3><small>${escaped(chart.subtitle)}</small></figcaption>`,
    `${chartSvg(chart)}<div class="legend">${legend}</div></figure>`,
  ].join('')
}

function scenarioTable({ scenarios }: Results): string {
  const slowest = Math.max(1, ...scenarios.map(({ latency }) => latency.p99))
  const bar = (ms: number) => `<i class="bar" style="width:${((ms / slowest) * 100).toFixed(1)}%"></i>`
  return table(
    ['Scenario', 'Weight', 'Requests', 'Success', 'Refused', 'Errors', 'Mean', 'P50', 'P95', 'P99', ''],
    scenarios.map(({ name, weight, requests, successShare, refused, errors, latency }) => [
      name,
      `${weight}%`,
      requests.toLocaleString('en'),
      percent(successShare),
      String(refused),
      errors > 0 ? `<span class="bad">${errors}</span>` : '0',
      ...[latency.mean, latency.p50, latency.p95, latency.p99].map(spelledMs),
      `<span class="bars">${bar(latency.p99)}${bar(latency.p95)}${bar(latency.p50)}</span>`,
    ]),
  )
}

function targetTable({ targets }: Results): string {
  return table(
    ['', 'Target', 'Reached', ''],
    targets.map(({ metric, target, actual, isMet }) => {
      const mark =
        isMet === null
          ? '<span class="weak">–</span>'
          : isMet
            ? '<span class="good">✓</span>'
            : '<span class="bad">✗</span>'
      return [escaped(metric), escaped(target), escaped(actual), mark]
    }),
  )
}

function stageTable({ stages, profile }: Results): string {
  return table(
    ['Stage', 'Length', profile.loop === 'closed' ? 'Users' : 'Asked', 'Answered', 'P95', 'P99'],
    stages.map(({ name, seconds, target, rate, latency }) => [
      escaped(name),
      spelledTime(seconds),
      profile.loop === 'closed' ? String(target) : `${target}/s`,
      `${rate}/s`,
      spelledMs(latency.p95),
      spelledMs(latency.p99),
    ]),
  )
}

function loadPart({ load }: Results): string {
  if (load.length === 0) return ''
  const rows = load.map(({ part, restBytes, maxBytes, endBytes, cores, cpuUsPerRequest }) => [
    nameOfPart(part),
    restBytes === null ? '' : spelledBytes(restBytes),
    spelledBytes(maxBytes),
    spelledBytes(endBytes),
    String(cores),
    `${cpuUsPerRequest.toLocaleString('en')} µs`,
  ])
  return `<h2>Processes</h2>${table(['', 'At rest', 'At most', 'At the end', 'Cores', 'CPU a request'], rows)}`
}

function proofPart({ proof }: Results): string {
  if (proof.doubleBookings === null) return '<h2>Proof</h2><p>The database was not looked at.</p>'
  const broken = proof.invariantsBroken.map((what) => `<p class="bad">${escaped(what)}</p>`).join('')
  return `<h2>Proof</h2><p>Afterwards the database was read again, every claim against every other: ${proof.invariantsHeld} invariants hold, ${proof.invariantsBroken.length} do not.</p>${broken}`
}

function remarksPart({ remarks }: Results): string {
  if (remarks.length === 0) return ''
  const rows = remarks.map(({ what, count }) => [escaped(what), count.toLocaleString('en')])
  return `<section><h2>Remarks</h2>${table(['What was said', 'Times'], rows)}</section>`
}

function footer({ setting, startedAt }: Results): string {
  const { cpu, cores, memoryGiB, os, node, k6, commit, loadBefore } = setting
  const load = loadBefore === null ? '' : `, load average before the run ${loadBefore}`
  return `<footer>${escaped(`${startedAt}, commit ${commit}. ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${os}, Node ${node}, ${k6}${load}. Load generator and system share the machine.`)}</footer>`
}

/** Cells are HTML. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const top = head.map((title) => `<th>${title}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return `<div class="scroll"><table><thead><tr>${top}</tr></thead><tbody>${body}</tbody></table></div>`
}
