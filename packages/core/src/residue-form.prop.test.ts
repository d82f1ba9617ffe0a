import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gcd, modulo } from './congruence.ts'
import { type ResidueForm, residuesCrowd, residuesMeet } from './residue-form.ts'

/** Few residues, and so many that they are compared in one pass around the circle. */
const form = (moduli: readonly number[], most: number): fc.Arbitrary<ResidueForm> =>
  fc
    .constantFrom(...moduli)
    .chain((modulusMs) =>
      fc
        .uniqueArray(fc.integer({ min: 0, max: modulusMs - 1 }), { maxLength: most, size: 'max' })
        .map((list) => ({ modulusMs, residues: Float64Array.from(list).sort() })),
    )

const durations = fc.integer({ min: 1, max: 12 })

/** Whether some start of each, in one joint period of both, overlap: by listing them. */
function meetByListing(
  a: ResidueForm,
  aMs: number,
  b: ResidueForm,
  bMs: number,
  shiftMs: number,
  circleMs: number,
): boolean {
  const common = gcd(gcd(a.modulusMs, b.modulusMs), circleMs)
  const taken = new Set<number>()
  for (const r of a.residues) for (let ms = 0; ms < aMs; ms++) taken.add(modulo(r + ms, common))
  for (const r of b.residues) {
    for (let ms = 0; ms < bMs; ms++) if (taken.has(modulo(r + shiftMs + ms, common))) return true
  }
  return false
}

describe('residues of two rules', () => {
  it.each([
    ['few', form([24, 36, 60], 4), 300],
    ['many', form([240, 360, 600], 40), 300],
  ])('%s of them meet where listing all milliseconds meets, moved by any shift', (_, forms, numRuns) => {
    fc.assert(
      fc.property(
        forms,
        forms,
        durations,
        durations,
        fc.integer({ min: -700, max: 700 }),
        fc.constantFrom(0, 12, 24, 120),
        (a, b, aMs, bMs, shiftMs, circleMs) => {
          expect(residuesMeet(a, aMs, b, bMs, shiftMs, circleMs)).toBe(
            meetByListing(a, aMs, b, bMs, shiftMs, circleMs),
          )
        },
      ),
      { numRuns },
    )
  })

  it('many short ones that touch on both sides leave no gap to fall into, and one millisecond more meets', () => {
    const every20 = (offset: number): ResidueForm => ({
      modulusMs: 400,
      residues: Float64Array.from({ length: 20 }, (_, i) => i * 20 + offset),
    })
    expect(residuesMeet(every20(0), 10, every20(10), 10, 0)).toBe(false)
    expect(residuesMeet(every20(0), 11, every20(10), 9, 0)).toBe(true)
    expect(residuesMeet(every20(0), 9, every20(10), 11, 0)).toBe(true)
    expect(residuesMeet(every20(0), 10, every20(0), 10, 10)).toBe(false)
    expect(residuesMeet(every20(0), 10, every20(0), 10, 11)).toBe(true)
  })
})

/** Whether two different local starts of one series come too close, over several turns of both, the later one moved. */
function crowdByListing(a: ResidueForm, b: ResidueForm, durationMs: number, shiftMs: number): boolean {
  const turns = (form: ResidueForm): number[] =>
    Array.from({ length: Math.ceil(4000 / form.modulusMs) }, (_, turn) =>
      Array.from(form.residues, (residue) => residue + turn * form.modulusMs),
    ).flat()
  const starts = turns(b)
  return turns(a).some((start) =>
    starts.some((other) => {
      const apart = Math.abs(other + shiftMs - start)
      return other !== start && apart > 0 && apart < durationMs
    }),
  )
}

describe('residues of one rule or of two in one series', () => {
  const forms = form([24, 36, 60], 5)

  it('crowd wherever listing all starts finds two too close, and where they do not, none are', () => {
    fc.assert(
      fc.property(
        forms,
        forms,
        fc.boolean(),
        durations,
        fc.integer({ min: -20, max: 20 }),
        (a, other, isOne, durationMs, shiftMs) => {
          const b = isOne ? a : other
          if (crowdByListing(a, b, durationMs, shiftMs)) {
            expect(residuesCrowd(a, b, durationMs, shiftMs)).toBe(true)
          } else if (durationMs + Math.abs(shiftMs) <= gcd(a.modulusMs, b.modulusMs)) {
            expect(residuesCrowd(a, b, durationMs, shiftMs)).toBe(false)
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('a start is not too close to itself, however the clock is moved', () => {
    const daily = { modulusMs: 24, residues: Float64Array.of(9) }
    expect(residuesCrowd(daily, daily, 12, 0)).toBe(false)
    expect(residuesCrowd(daily, daily, 12, 1)).toBe(false)
    expect(residuesCrowd(daily, daily, 23, 1)).toBe(false)
    expect(residuesCrowd(daily, daily, 24, 1)).toBe(true)
  })
})
