import { percent } from '../judge-targets.ts'
import type { Results } from '../results.ts'
import { spelledBytes, spelledMs } from './units.ts'

/** summary.txt: what a person wants to know first. */
export function summaryText(results: Results): string {
  const { totals, setting, proof } = results
  return [
    `Load test "${results.profile.name}": ${results.profile.purpose}`,
    `${results.startedAt}, ${results.seconds} s${results.isInterrupted ? ', stopped before its end' : ''}`,
    `${results.system}; commit ${setting.commit}`,
    `${setting.cpu}, ${setting.cores} cores, ${setting.memoryGiB} GiB, ${setting.os}, Node ${setting.node}, ${setting.k6}` +
      (setting.loadBefore === null ? '' : `; load average before: ${setting.loadBefore}`),
    '',
    `Total requests:     ${totals.requests.toLocaleString('en')}, ${totals.rate}/s; best minute ${totals.peakRate}/s`,
    `Bookings made:      ${totals.booked.toLocaleString('en')}; best minute ${totals.peakBookedRate}/s`,
    `Refused, truly:     ${totals.refused.toLocaleString('en')} (the time was taken)`,
    `Errors:             ${totals.errors.toLocaleString('en')} (${percent(totals.errorShare)})`,
    `Untrue answers:     ${totals.wrong}`,
    `Double bookings:    ${proof.doubleBookings ?? 'not looked for'}`,
    `Latency:            ${latencyWords(totals.latency)}`,
    ...(totals.dropped > 0 ? [`Not sent in time:   ${totals.dropped.toLocaleString('en')}`] : []),
    ...(results.knee === null ? [] : [`Held up to:         ${results.knee.rate}/s`]),
    '',
    ...table(
      ['Scenario', 'Weight', 'Requests', 'Success', 'Refused', 'Errors', 'Mean', 'P50', 'P95', 'P99'],
      results.scenarios.map(({ name, weight, requests, successShare, refused, errors, latency }) => [
        name,
        `${weight}%`,
        String(requests),
        percent(successShare),
        String(refused),
        String(errors),
        ...[latency.mean, latency.p50, latency.p95, latency.p99].map(spelledMs),
      ]),
    ),
    '',
    ...table(
      ['Target', 'Asked', 'Reached', ''],
      results.targets.map(({ metric, target, actual, isMet }) => [metric, target, actual, verdict(isMet)]),
    ),
    '',
    ...stageTable(results),
    ...loadTable(results),
    ...proofLines(results),
    ...(results.remarks.length === 0
      ? []
      : ['Remarks', ...results.remarks.map(({ what, count }) => `  ${count} x ${what}`), '']),
  ].join('\n')
}

function latencyWords({ mean, p50, p95, p99, max }: Results['totals']['latency']): string {
  const parts = { mean, p50, p95, p99, max }
  return Object.entries(parts)
    .map(([name, ms]) => `${name} ${spelledMs(ms)}`)
    .join(', ')
}

function verdict(isMet: boolean | null): string {
  if (isMet === null) return 'not of this profile'
  return isMet ? 'PASS' : 'FAIL'
}

function stageTable({ stages, profile }: Results): string[] {
  const unit = profile.loop === 'closed' ? 'Users' : 'Asked/s'
  return [
    ...table(
      ['Stage', 'Seconds', unit, 'Answered/s', 'P50', 'P95', 'P99', 'Errors'],
      stages.map(({ name, seconds, target, rate, latency, errorShare }) => [
        name,
        String(seconds),
        String(target),
        String(rate),
        ...[latency.p50, latency.p95, latency.p99].map(spelledMs),
        percent(errorShare),
      ]),
    ),
    '',
  ]
}

function loadTable({ load }: Results): string[] {
  if (load.length === 0) return []
  return [
    ...table(
      ['Part', 'Memory at rest', 'at most', 'at the end', 'Cores', 'CPU a request'],
      load.map(({ part, restBytes, maxBytes, endBytes, cores, cpuUsPerRequest }) => [
        part,
        restBytes === null ? '' : spelledBytes(restBytes),
        ...[maxBytes, endBytes].map(spelledBytes),
        String(cores),
        `${cpuUsPerRequest} us`,
      ]),
    ),
    '',
  ]
}

function proofLines({ proof }: Results): string[] {
  if (proof.doubleBookings === null) return ['The database was not looked at: DATABASE_URL is not set.', '']
  return [
    `The database afterwards: ${proof.invariantsHeld} invariants hold, ${proof.invariantsBroken.length} do not.`,
    ...proof.invariantsBroken.map((what) => `  ${what}`),
    '',
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)]
}
