// Preloaded into a program, it moves the clock that the program sees by CHAOS_CLOCK_SHIFT_MS. PostgreSQL's stays.
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS)
if (!Number.isFinite(shiftMs)) throw new Error('CHAOS_CLOCK_SHIFT_MS must be a number of milliseconds')

const RealDate = Date
const now = () => RealDate.now() + shiftMs

globalThis.Date = class extends RealDate {
  /** @param {any[]} parts */
  constructor(...parts) {
    if (parts.length === 0) super(now())
    else super(.../** @type {[number]} */ (parts))
  }

  static now() {
    return now()
  }
}
