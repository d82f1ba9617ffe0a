import { registryAnswer } from './registry-answer.ts'
import { ask } from './repository.ts'

// `npm run outdated`: what is older than it could be, and what is known to be vulnerable. Ends with 1 where something
// is vulnerable, and with 2 where a question got no answer.

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Says what the answer is; where there is none, how to ask elsewhere. */
const tell = (title: string, answer: string | undefined, command: string): void => {
  say(`${title}:\n`)
  if (answer !== undefined) {
    say(answer === '' ? 'Nothing.' : answer)
    return
  }
  say(`Not known: the registry in use does not answer. Ask another: npx pnpm ${command} --registry <address>`)
  process.exitCode = 2
}

tell('Outdated', registryAnswer(ask('npx', 'pnpm', 'outdated', '--recursive').said), 'outdated --recursive')

const audit = ask('npx', 'pnpm', 'audit', '--prod')
const vulnerable = registryAnswer(audit.said)
if (vulnerable !== undefined && audit.code !== 0) process.exitCode = 1
tell('\nKnown to be vulnerable, of what the programs run on', vulnerable, 'audit --prod')
