import { expect, it } from 'vitest'
import { readResults } from '../repository.ts'
import type { ProfileResults } from './result.ts'

it('the places of an operation, with what V8 does not see and the other threads, are its whole CPU', () => {
  for (const { name, places, outsideUs, otherThreadsUs, serverUs } of readResults<ProfileResults>('profile')
    .operations) {
    const sum = places.reduce((total, { us }) => total + us, outsideUs + otherThreadsUs)
    expect(sum / serverUs, name).toBeCloseTo(1, 2)
  }
})
