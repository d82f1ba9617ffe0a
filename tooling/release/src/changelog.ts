import { ReleaseError } from './release-error.ts'

const OPEN = '## Unreleased'

/** What stands under `## Unreleased`. @throws ReleaseError when there is no such section, or nothing in it */
export const unreleased = (changelog: string): string => {
  const [, after] = changelog.split(`${OPEN}\n`)
  if (after === undefined) throw new ReleaseError(`CHANGELOG.md has no section "${OPEN}".`)
  const section = (after.split(/^## /m)[0] ?? '').trim()
  if (section === '') throw new ReleaseError('CHANGELOG.md says of nothing that is new.')
  return section
}

/**
 * The changelog with what was unreleased under its version, and an empty section for what comes next.
 *
 * @param date of the release, `YYYY-MM-DD`
 */
export const withRelease = (changelog: string, version: string, date: string): string => {
  unreleased(changelog)
  return changelog.replace(`${OPEN}\n`, `${OPEN}\n\n## ${version} (${date})\n`)
}
