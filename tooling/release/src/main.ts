import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { unreleased, withRelease } from './changelog.ts'
import { ReleaseError } from './release-error.ts'
import { ask, mustRun, packageFiles, placeOf, textOf } from './repository.ts'
import { requireLater, withVersion } from './version.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const wish = (): { version: string; isReal: boolean } => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { yes: { type: 'boolean', default: false } },
  })
  const [version, ...rest] = positionals
  if (version === undefined || rest.length > 0)
    throw new ReleaseError('Which version? npm run release -- 1.2.3 (add --yes to make it).')
  return { version, isReal: values.yes }
}

/** Everything that has to be so before anything is written. @throws ReleaseError */
const requireReady = (version: string): void => {
  requireLater(version, (JSON.parse(textOf('package.json')) as { version: string }).version)
  unreleased(textOf('CHANGELOG.md'))
  if (ask('git', 'rev-parse', '--verify', '--quiet', `refs/tags/v${version}`).code === 0)
    throw new ReleaseError(`There is a tag v${version} already.`)
  const { code, said } = ask('git', 'status', '--porcelain')
  if (code !== 0) throw new ReleaseError(`git cannot be asked: ${said}`)
  if (said !== '') throw new ReleaseError(`What is released is what is committed; these are not:\n${said}`)
}

const write = (version: string, files: readonly string[]): void => {
  for (const file of files) writeFileSync(placeOf(file), withVersion(textOf(file), version))
  const date = new Date().toISOString().slice(0, 10)
  writeFileSync(placeOf('CHANGELOG.md'), withRelease(textOf('CHANGELOG.md'), version, date))
}

const release = (): void => {
  const { version, isReal } = wish()
  requireReady(version)
  const files = packageFiles()
  say(`Version ${version} in ${files.length} packages, with this in CHANGELOG.md:\n`)
  say(unreleased(textOf('CHANGELOG.md')))
  if (!isReal) {
    say('\nNothing was changed. With --yes: npm run verify, npm test, then the commit and the tag.')
    return
  }
  mustRun('npm', 'run', 'verify')
  mustRun('npm', 'test')
  write(version, files)
  mustRun('git', 'commit', '--quiet', '--message', `Version ${version}`, '--', ...files, 'CHANGELOG.md')
  mustRun('git', 'tag', '--annotate', `v${version}`, '--message', `Version ${version}`)
  say(`\nv${version} is tagged. To publish it: git push --follow-tags`)
}

try {
  release()
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
