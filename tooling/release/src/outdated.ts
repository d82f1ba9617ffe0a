import { ask } from './repository.ts'

// `npm run outdated`: what is older than it could be, and what is known to be vulnerable.

const say = (line: string) => process.stdout.write(`${line}\n`)

const outdated = ask('npx', 'pnpm', 'outdated', '--recursive')
say('Outdated:\n')
say(outdated.said === '' ? 'Nothing.' : outdated.said)

const audit = ask('npx', 'pnpm', 'audit', '--prod')
say('\nKnown to be vulnerable, of what the programs run on:\n')
if (audit.said.includes('ERR_PNPM_AUDIT')) {
  say(
    'Not known: the registry in use answers no audits. Ask another: npx pnpm audit --prod --registry <address>',
  )
  process.exitCode = 2
} else {
  say(audit.said)
  if (audit.code !== 0) process.exitCode = 1
}
