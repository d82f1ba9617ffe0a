import { expect, it } from 'vitest'
import { markedPart, withMarkedPart } from './marked-part.ts'

const text = 'before\n<!-- size: written by npm run bench -->\nold\n<!-- end of size -->\nafter\n'

it('what stands between the marks is replaced, and nothing else', () => {
  const next = withMarkedPart(text, 'size', 'new')
  expect(markedPart(next, 'size')).toBe('new')
  expect(next.replace('\n\nnew\n\n', '\nold\n')).toBe(text)
})

it('a text without the marks is refused', () => {
  expect(() => withMarkedPart('nothing', 'size', 'new')).toThrow(RangeError)
})
