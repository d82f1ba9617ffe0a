import { expect, it } from 'vitest'
import { k6Options } from './k6-options.ts'
import { highestTarget, profileNames, profileOf, secondsOf } from './profiles.ts'

it('the full profile is the hour: five stages, 100 users at its peak for half of it', () => {
  const { loop, stages } = profileOf('full')
  expect(loop).toBe('closed')
  expect(stages).toEqual([
    { name: 'Ramp Up', seconds: 5 * 60, target: 50 },
    { name: 'Build Load', seconds: 10 * 60, target: 100 },
    { name: 'Peak Load', seconds: 30 * 60, target: 100 },
    { name: 'Ramp Down', seconds: 10 * 60, target: 50 },
    { name: 'Cool Down', seconds: 5 * 60, target: 0 },
  ])
})

it('short and smoke are the hour in five minutes and in thirty seconds', () => {
  expect(secondsOf(profileOf('full'))).toBe(3_600)
  expect(secondsOf(profileOf('short'))).toBe(300)
  expect(secondsOf(profileOf('smoke'))).toBe(30)
  for (const name of ['short', 'smoke'] as const)
    expect(profileOf(name).stages.map(({ target }) => target)).toEqual([50, 100, 100, 50, 0])
})

it('a paced user stays below the limit of a minute, and 100 of them above 100 requests a second', () => {
  const { pauseMs, users } = profileOf('full')
  expect(60_000 / pauseMs).toBeLessThan(100)
  expect((users * 1000) / pauseMs).toBeGreaterThan(100)
})

it('where nobody pauses there are enough people for everybody to stay below the limit of a minute', () => {
  for (const name of profileNames) {
    const profile = profileOf(name)
    if (profile.loop === 'closed') continue
    expect((highestTarget(profile) * 60) / profile.users).toBeLessThan(100)
  }
})

it('stress rises to the rate that was asked for, in steps', () => {
  const { stages } = profileOf('stress', { rate: 600 })
  expect(stages.at(-1)).toEqual({ name: '600/s', seconds: 25, target: 600 })
  expect(
    stages
      .filter(({ seconds }) => seconds === 25)
      .map(({ target }) => target)
      .slice(0, 3),
  ).toEqual([50, 100, 150])
})

it('an option that a profile has no use for is refused', () => {
  expect(() => profileOf('full', { rate: 100 })).toThrow('--rate is for stress and soak, not for full.')
  expect(() => profileOf('stress', { minutes: 1 })).toThrow('--minutes is for peak and soak')
})

it('closed loops ramp users, open ones the rate of arrival', () => {
  expect(k6Options(profileOf('short'))).toMatchObject({
    scenarios: {
      mix: { executor: 'ramping-vus', stages: [{ duration: '25s', target: 50 }, {}, {}, {}, {}] },
    },
  })
  expect(k6Options(profileOf('stress'))).toMatchObject({
    scenarios: { mix: { executor: 'ramping-arrival-rate' } },
  })
  expect(k6Options(profileOf('soak', { rate: 50, minutes: 3 }))).toMatchObject({
    scenarios: { mix: { executor: 'constant-arrival-rate', rate: 50, duration: '180s' } },
  })
})

it('k6 is given the targets as thresholds', () => {
  expect(k6Options(profileOf('full'))).toMatchObject({
    thresholds: {
      http_req_duration: ['p(95)<1000', 'p(99)<2000', 'avg<500'],
      errors: ['rate<0.05'],
      wrong_answers: ['count==0'],
      'success{operation:health}': ['rate>0.99'],
      'success{operation:availability}': ['rate>0.98'],
      'success{operation:create_booking}': ['rate>0.95'],
      'success{operation:create_series}': ['rate>0.95'],
      'success{operation:conflicts}': ['rate>0.95'],
    },
  })
})
