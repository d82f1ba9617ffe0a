const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
const CLEAR_LINE = '\r\u001b[2K'

/**
 * @typedef {object} Steps
 * @property {<T>(title: string, work: () => Promise<T>) => Promise<T>} run shows a step while it is worked on, and its
 *   time when it is done
 * @property {(line: string, target?: NodeJS.WritableStream) => void} note prints a line between, or below, the steps; on
 *   another stream than that of the steps if one is given
 * @property {(text: string) => string} strong the text in bold, where the terminal can
 */

/**
 * A list of steps: with a spinner on a terminal, as plain lines elsewhere.
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Steps}
 */
export function createSteps(stream = process.stdout) {
  const isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb'
  const isColourful = isTerminal && !process.env.NO_COLOR
  /** @type {(code: number, text: string) => string} */
  const paint = (code, text) => (isColourful ? `\u001b[${code}m${text}\u001b[0m` : text)
  let current = ''

  /** @type {Steps['note']} */
  const note = (line, target = stream) => {
    if (current !== '') stream.write(CLEAR_LINE)
    target.write(`${line}\n`)
    stream.write(current)
  }

  /** @type {Steps['run']} */
  const run = async (title, work) => {
    const begun = performance.now()
    const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`
    let frame = 0
    const draw = () => {
      current = `${paint(36, FRAMES[frame++ % FRAMES.length] ?? '')} ${title} ${paint(2, seconds())}`
      stream.write(CLEAR_LINE + current)
    }
    const timer = isTerminal ? setInterval(draw, FRAME_MS) : undefined
    if (isTerminal) draw()
    else stream.write(`${title} ...\n`)
    /** @param {string} mark @param {string} word */
    const end = (mark, word) => {
      clearInterval(timer)
      current = ''
      if (isTerminal) stream.write(`${CLEAR_LINE}${mark} ${title} ${paint(2, seconds())}\n`)
      else stream.write(`${title}: ${word} (${seconds()})\n`)
    }
    try {
      const result = await work()
      end(paint(32, '✔'), 'done')
      return result
    } catch (error) {
      end(paint(31, '✖'), 'stopped')
      throw error
    }
  }
  return { run, note, strong: (text) => paint(1, text) }
}
