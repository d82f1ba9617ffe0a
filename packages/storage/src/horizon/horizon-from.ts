const MONTHS = 24
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * How far ahead series have rows: 24 months from now, cut to the start of its UTC day so that resources made
 * on one day share it.
 */
export const horizonFrom = (nowMs: number): number => {
  const date = new Date(nowMs)
  date.setUTCMonth(date.getUTCMonth() + MONTHS)
  return Math.floor(date.getTime() / DAY_MS) * DAY_MS
}
