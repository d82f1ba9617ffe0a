import type { Outcome } from './outcome.ts'

const CLEAR_LINE = '\r\u001b[2K'
const DRAW_MS = 200
/** Where lines stay, as in a file, one a minute says that it goes on. */
const TELL_MS = 60_000
const SHOWN_FAILURES_MAX = 20
const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 }
const marks = { passed: '✔', failed: '✖', skipped: '○' }
const colours = { passed: 'green', failed: 'red', skipped: 'yellow' } as const

/** Shows a run: one line that moves while a scenario runs, and one that stays for each that is over. */
export class Screen {
  readonly #stream: NodeJS.WriteStream
  readonly #isTerminal: boolean
  readonly #isColourful: boolean
  #drawnAt = 0

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream
    this.#isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb'
    this.#isColourful = this.#isTerminal && !process.env.NO_COLOR
  }

  note(line: string): void {
    this.#clear()
    this.#stream.write(`${line}\n`)
  }

  begin(id: string, title: string, extent: string): void {
    if (this.#isTerminal) return
    this.#drawnAt = Date.now()
    this.#stream.write(`${id} ${title}: ${extent} ...\n`)
  }

  /** @param total 0 where there is no telling */
  progress(id: string, title: string, step: { done: number; total: number; note: string; ms: number }): void {
    if (Date.now() - this.#drawnAt < (this.#isTerminal ? DRAW_MS : TELL_MS)) return
    this.#drawnAt = Date.now()
    const count = step.total === 0 ? '' : `${step.done.toLocaleString()} / ${step.total.toLocaleString()}`
    const seconds = `${Math.round(step.ms / 1000)} s`
    const told = [step.note, seconds].filter(Boolean).join('  ')
    this.#stream.write(
      this.#isTerminal
        ? `${CLEAR_LINE}${this.#paint('yellow', '▸')} ${id.padEnd(4)}${title}  ${count}  ${this.#paint('dim', told)}`
        : `${id} ${count}  ${told}\n`,
    )
  }

  end(outcome: Outcome): void {
    const { id, title, verdict, failures, seconds } = outcome
    this.#clear()
    const mark = this.#paint(colours[verdict], marks[verdict])
    const figures = Object.entries(outcome.figures).map(([name, value]) => `${name} ${value}`)
    this.#stream.write(
      `${mark} ${id.padEnd(4)}${title}  ${outcome.extent}  ${this.#paint('dim', [...figures, `${seconds} s`].join(' · '))}\n`,
    )
    for (const sentence of outcome.late ?? [])
      this.#stream.write(`      ${this.#paint('yellow', sentence)}\n`)
    for (const failure of failures.slice(0, SHOWN_FAILURES_MAX))
      this.#stream.write(`      ${this.#paint('red', failure)}\n`)
    if (failures.length > SHOWN_FAILURES_MAX)
      this.#stream.write(`      … and ${failures.length - SHOWN_FAILURES_MAX} more\n`)
  }

  /** The table of everything, and the sentence at the end. */
  summary(
    outcomes: readonly Outcome[],
    { seconds: total, repeat }: { seconds: number; repeat: (outcome: Outcome) => string },
  ): void {
    const widths = { title: widest(outcomes, 'title'), extent: widest(outcomes, 'extent') }
    this.#stream.write('\n')
    for (const { id, title, extent, verdict, seconds } of outcomes)
      this.#stream.write(
        `${id.padEnd(5)}${title.padEnd(widths.title + 2)}${extent.padEnd(widths.extent + 2)}${String(seconds).padStart(6)} s  ${this.#paint(colours[verdict], verdict)}\n`,
      )
    const failed = outcomes.filter(({ verdict }) => verdict === 'failed')
    const passed = outcomes.filter(({ verdict }) => verdict === 'passed').length
    if (failed.length === 0) {
      this.#stream.write(`\n${this.#paint('green', `${passed} promises kept`)} in ${Math.round(total)} s.\n`)
      return
    }
    this.#stream.write(`\n${this.#paint('red', `${failed.length} of ${outcomes.length} promises broken.`)}\n`)
    for (const outcome of failed) this.#stream.write(`Repeat with: ${this.#paint('bold', repeat(outcome))}\n`)
  }

  #clear(): void {
    if (this.#isTerminal) this.#stream.write(CLEAR_LINE)
  }

  #paint(colour: keyof typeof codes, text: string): string {
    return this.#isColourful ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text
  }
}

const widest = (outcomes: readonly Outcome[], field: 'title' | 'extent'): number =>
  Math.max(0, ...outcomes.map((outcome) => outcome[field].length))
