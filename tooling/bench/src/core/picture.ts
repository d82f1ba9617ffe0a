import { recurrenceEngines } from './engine-names.ts'
import type { CaseResult, CoreResults, Outcome } from './result.ts'
import { spelledOutcome, spelledRatio } from './units.ts'

const width = 890
const labelWidth = 350
const barWidth = 370
const barHeight = 13
const caseGap = 16
const top = 54
const colours = ['#2f81f7', '#8b949e', '#a371f7', '#d29922', '#3fb950']

/** The key cases as bars on a logarithmic scale, one bar an engine; readable on light and on dark pages. */
export function corePicture(results: CoreResults): string {
  const cases = results.recurrence.filter((one) => one.isKey)
  const decades = decadesOf(cases)
  const caseHeight = recurrenceEngines.length * barHeight + caseGap
  const height = top + cases.length * caseHeight + 26
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>CPU time of @booking/core and four other recurrence libraries, logarithmic</title>',
    '<style>',
    'text { font: 11px system-ui, sans-serif; fill: #1f2328 } .weak { fill: #656d76 } .line { stroke: #d0d7de }',
    '@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .weak { fill: #8d96a0 } .line { stroke: #30363d } }',
    '</style>',
    ...legend(),
    ...axis(decades, height),
    ...cases.flatMap((one, i) => bars(one, top + i * caseHeight, decades)),
    '</svg>',
    '',
  ].join('\n')
}

/** First and last power of ten, in ns, that the bars span. */
function decadesOf(cases: readonly CaseResult[]): readonly [number, number] {
  const all = cases.flatMap((one) =>
    Object.values(one.outcomes).flatMap((o) => (o.kind === 'measured' ? [o.ns] : [])),
  )
  return [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))]
}

function positionOf(ns: number, [first, last]: readonly [number, number]): number {
  return Math.max(2, Math.round(((Math.log10(ns) - first) / (last - first)) * barWidth))
}

function legend(): string[] {
  return recurrenceEngines.flatMap((name, i) => {
    const x = labelWidth + i * 108
    return [
      `<rect x="${x}" y="10" width="10" height="10" rx="2" fill="${colours[i]}"/>`,
      `<text x="${x + 15}" y="19">${name}</text>`,
    ]
  })
}

function axis(decades: readonly [number, number], height: number): string[] {
  const names = [
    '1 ns',
    '10 ns',
    '100 ns',
    '1 µs',
    '10 µs',
    '100 µs',
    '1 ms',
    '10 ms',
    '100 ms',
    '1 s',
    '10 s',
  ]
  return Array.from({ length: decades[1] - decades[0] + 1 }, (_, i) => decades[0] + i).flatMap((decade) => {
    const x = labelWidth + positionOf(10 ** decade, decades)
    const name = decade % 2 === 0 ? names[decade] : undefined
    return [
      `<line class="line" x1="${x}" x2="${x}" y1="${top - 8}" y2="${height - 20}"/>`,
      `<text class="weak" x="${x}" y="${top - 13}" text-anchor="middle">${name ?? ''}</text>`,
    ]
  })
}

function bars(one: CaseResult, y: number, decades: readonly [number, number]): string[] {
  const middle = y + (recurrenceEngines.length * barHeight) / 2
  const lines = [
    `<text x="${labelWidth - 12}" y="${middle - 2}" text-anchor="end">${one.label}</text>`,
    `<text class="weak" x="${labelWidth - 12}" y="${middle + 12}" text-anchor="end">${one.group}, per ${one.unit}</text>`,
  ]
  recurrenceEngines.forEach((name, i) => {
    const outcome = one.outcomes[name]!
    const length = outcome.kind === 'measured' ? positionOf(outcome.ns, decades) : 2
    const at = y + i * barHeight
    lines.push(
      `<rect x="${labelWidth}" y="${at + 1}" width="${length}" height="${barHeight - 3}" rx="2" fill="${colours[i]}"/>`,
      `<text class="weak" x="${labelWidth + length + 6}" y="${at + 10}">${said(outcome, i === 0)}</text>`,
    )
  })
  return lines
}

function said(outcome: Outcome, isOurs: boolean): string {
  const text = spelledOutcome(outcome)
  if (outcome.kind !== 'measured' || isOurs) return outcome.kind === 'no such call' ? 'no such call' : text
  return `${text}, ${spelledRatio(outcome.ratio)}${outcome.isRight ? '' : ', wrong'}`
}
