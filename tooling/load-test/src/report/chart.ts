import { spelledTime } from './units.ts'

/** A line of a chart; a point without a value interrupts it. */
export interface Series {
  readonly name: string
  /** A CSS colour. */
  readonly colour: string
  readonly points: readonly (readonly [seconds: number, value: number | null])[]
  /** Fills the space below the line. */
  readonly isFilled?: boolean
}

export interface Chart {
  readonly title: string
  /** What the figures are, in a few words. */
  readonly subtitle: string
  /** Of the whole run: the right end. */
  readonly seconds: number
  readonly series: readonly Series[]
  /** Spells a value at the left edge. */
  readonly spelled: (value: number) => string
  /** The top is at least this. */
  readonly topMin?: number
  /** Powers of ten have equal distances; every value must be above 0. */
  readonly isLogarithmic?: boolean
  /** Seconds at which a stage ends. */
  readonly marks: readonly number[]
}

const WIDTH = 640
const HEIGHT = 260
const LEFT = 62
const RIGHT = 14
const TOP = 14
const BOTTOM = 28
const GRID_LINES = 4
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400]
const TIME_LABELS_MAX = 7

interface Scale {
  readonly ticks: readonly number[]
  /** From 0 at the bottom to 1 at the top. */
  readonly heightOf: (value: number) => number
}

/** The chart's picture: SVG that takes its text and grid colours from the page. */
export function chartSvg(chart: Chart): string {
  const scale = chart.isLogarithmic === true ? logarithmic(chart) : linear(chart)
  const x = (seconds: number) => LEFT + (seconds / Math.max(chart.seconds, 1)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => TOP + (1 - scale.heightOf(value)) * (HEIGHT - TOP - BOTTOM)
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(chart.title)}">`,
    ...scale.ticks.flatMap((value) => [
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>`,
      `<text x="${LEFT - 8}" y="${fixed(y(value) + 3.5)}" text-anchor="end">${escaped(chart.spelled(value))}</text>`,
    ]),
    ...chart.marks.map(
      (at) =>
        `<line class="mark" x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>`,
    ),
    ...timeLabels(chart.seconds).map(
      (at) => `<text x="${fixed(x(at))}" y="${HEIGHT - 9}" text-anchor="middle">${spelledTime(at)}</text>`,
    ),
    ...chart.series.map((series) => path(series, x, y)),
    '</svg>',
  ].join('')
}

function linear({ series, topMin = 0 }: Chart): Scale {
  const most = Math.max(topMin, ...series.flatMap(({ points }) => points.map(([, value]) => value ?? 0)))
  const step = niceStep((most || 1) / GRID_LINES)
  const lines = Math.max(1, Math.ceil(most / step - 1e-9))
  return {
    ticks: Array.from({ length: lines + 1 }, (_, i) => i * step),
    heightOf: (value) => value / (lines * step),
  }
}

function logarithmic({ series }: Chart): Scale {
  const values = series.flatMap(({ points }) => points.flatMap(([, value]) => (value ? [value] : [])))
  const first = Math.floor(Math.log10(Math.min(...values, 10)))
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values, 1))))
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i)),
    heightOf: (value) => Math.max(0, (Math.log10(value) - first) / (last - first)),
  }
}

/** The next of 1, 2, 5, 10, 20 … */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * 0.999) ?? 10
  return factor * power
}

function timeLabels(seconds: number): number[] {
  const step =
    TIME_STEPS.find((one) => seconds / one <= TIME_LABELS_MAX) ?? Math.ceil(seconds / TIME_LABELS_MAX)
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step)
}

function path(
  { name, colour, points, isFilled = false }: Series,
  x: (seconds: number) => number,
  y: (value: number) => number,
): string {
  const pieces: string[] = []
  let piece: (readonly [number, number])[] = []
  const end = () => {
    if (piece.length > 0) pieces.push(drawn(piece, colour, isFilled))
    piece = []
  }
  for (const [at, value] of points) {
    if (value === null) end()
    else piece.push([x(at), y(value)])
  }
  end()
  return `<g><title>${escaped(name)}</title>${pieces.join('')}</g>`
}

function drawn(points: readonly (readonly [number, number])[], colour: string, isFilled: boolean): string {
  const line = points.map(([px, py]) => `${fixed(px)},${fixed(py)}`).join(' ')
  const [first, last] = [points[0]![0], points.at(-1)![0]]
  const area = isFilled
    ? `<polygon points="${fixed(first)},${HEIGHT - BOTTOM} ${line} ${fixed(last)},${HEIGHT - BOTTOM}" fill="${colour}" fill-opacity="0.14"/>`
    : ''
  return `${area}<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"/>`
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Text as HTML and SVG may hold it. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
