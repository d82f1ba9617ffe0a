import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ifMatchHolds, ifNoneMatchHolds, readEntityTags, versionTag } from './entity-tag.ts'

describe('entity tags', () => {
  test('are read one by one, commas inside their quotes included', () => {
    expect(readEntityTags('"3"')).toEqual([{ weak: false, opaque: '3' }])
    expect(readEntityTags('"3", W/"4" ,"a,b"')).toEqual([
      { weak: false, opaque: '3' },
      { weak: true, opaque: '4' },
      { weak: false, opaque: 'a,b' },
    ])
    expect(readEntityTags('""')).toEqual([{ weak: false, opaque: '' }])
    expect(readEntityTags(' * ')).toBe('*')
  })

  test.each(['', '3', '"3', '3"', 'w/"3"', '"3" "4"', '"3",', '*, "3"', '"a b"'])(
    '%j is refused',
    (value) => {
      expect(readEntityTags(value)).toBeNull()
    },
  )

  test('If-Match compares strongly, If-None-Match weakly', () => {
    const strong = readEntityTags(versionTag(3))!
    const weak = readEntityTags('W/"3"')!
    expect([
      ifMatchHolds(strong, 3),
      ifMatchHolds(weak, 3),
      ifMatchHolds(strong, 4),
      ifMatchHolds('*', 9),
    ]).toEqual([true, false, false, true])
    expect([
      ifNoneMatchHolds(strong, 3),
      ifNoneMatchHolds(weak, 3),
      ifNoneMatchHolds(strong, 4),
      ifNoneMatchHolds('*', 9),
    ]).toEqual([false, false, true, false])
  })

  test('no header value makes the reading fail', () => {
    fc.assert(fc.property(fc.string(), (value) => void readEntityTags(value)))
  })
})
