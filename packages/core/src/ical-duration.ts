const durationPattern =
  /^\+?P(?:(\d{1,4})W|(?=[\dT])(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?)$/

/** Milliseconds of a non-negative RFC 5545 section 3.3.6 DURATION, a day being 24 hours; null for other text. */
export function parseICalendarDuration(text: string): number | null {
  const m = durationPattern.exec(text)
  if (m === null) return null
  const [weeks, days, hours, minutes, seconds] = m.slice(1).map((n) => Number(n ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}

/** The DURATION of whole seconds, in days only when there are no hours: `P2D`, `PT49H30M`, `PT0S`. */
export function formatICalendarDuration(durationMs: number): string {
  const seconds = durationMs / 1000
  if (seconds > 0 && seconds % 86_400 === 0) return `P${seconds / 86_400}D`
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = seconds % 60
  const text = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${rest > 0 ? `${rest}S` : ''}`
  return `PT${text === '' ? '0S' : text}`
}
