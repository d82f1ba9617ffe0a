const durationPattern =
  /^\+?P(?:(\d{1,4})W|(?=[\dT])(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H(?!\d+S))?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?)$/i

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

/**
 * The DURATION of whole seconds: `PT49H30M`, `PT0S`. Days are written where local days are meant (RFC 5545 section
 * 3.3.6 has them change their length with the clock), and minutes between hours and seconds, also when there are none.
 */
export function formatICalendarDuration(durationMs: number, isInDays: boolean): string {
  const seconds = durationMs / 1000
  if (isInDays && seconds > 0 && seconds % 86_400 === 0) return `P${seconds / 86_400}D`
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = seconds % 60
  const hasMinutes = minutes > 0 || (hours > 0 && rest > 0)
  const text = `${hours > 0 ? `${hours}H` : ''}${hasMinutes ? `${minutes}M` : ''}${rest > 0 ? `${rest}S` : ''}`
  return `PT${text === '' ? '0S' : text}`
}
