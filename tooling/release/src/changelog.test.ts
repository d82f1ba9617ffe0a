import { expect, test } from 'vitest'
import { unreleased, withRelease } from './changelog.ts'
import { ReleaseError } from './release-error.ts'
import { textOf } from './repository.ts'

const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.0.0 (2026-01-01)\n\n- Old.\n'

test('what is unreleased is what stands in its section', () => {
  expect(unreleased(changelog)).toBe('- New.')
})

test('a release takes what was unreleased and leaves an empty section', () => {
  expect(withRelease(changelog, '1.1.0', '2026-02-01')).toBe(
    '# Changelog\n\n## Unreleased\n\n## 1.1.0 (2026-02-01)\n\n- New.\n\n## 1.0.0 (2026-01-01)\n\n- Old.\n',
  )
})

test('a release of nothing is refused, and so is one without a section', () => {
  expect(() => withRelease(withRelease(changelog, '1.1.0', '2026-02-01'), '1.2.0', '2026-03-01')).toThrow(
    ReleaseError,
  )
  expect(() => unreleased('# Changelog\n')).toThrow(ReleaseError)
})

test('our own changelog can be released', () => {
  expect(textOf('CHANGELOG.md')).toContain('## Unreleased\n')
})
