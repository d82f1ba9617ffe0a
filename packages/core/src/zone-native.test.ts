import { expect, it, vi } from 'vitest'

/** As much of Temporal as a zone's name needs; it counts how often it is asked. */
function countingTemporal() {
  const asked: string[] = []
  const toZonedDateTimeISO = (id: string) => {
    asked.push(id)
    if (id !== 'europe/berlin') throw new RangeError(id)
    return { timeZoneId: 'Europe/Berlin' }
  }
  return { asked, Instant: { fromEpochMilliseconds: () => ({ toZonedDateTimeISO }) } }
}

it("a runtime's own Temporal is asked, and not the polyfill", async () => {
  const native = countingTemporal()
  vi.stubGlobal('Temporal', native)
  const { isZone, zoneOf } = await import('./zone.ts')
  expect(zoneOf('europe/berlin').id).toBe('Europe/Berlin')
  expect(isZone('Europe/Paris')).toBe(false)
  expect(native.asked).toEqual(['europe/berlin', 'Europe/Paris'])
  vi.unstubAllGlobals()
})
