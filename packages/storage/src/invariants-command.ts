import { invariantsCommand } from './invariants/command.ts'

/** `node dist/invariants-command.js [--database URL] [--history FILE]`: re-proves a database from outside. */
process.exitCode = await invariantsCommand(process.argv.slice(2), process.env, {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  isColourful: process.stdout.isTTY === true && !process.env.NO_COLOR,
})
