import { startSetting, fillOurs, fillComparison } from './setting.ts'
import { Shots, echoShot, ownShots, operations } from './shots.ts'
import { measureClosed } from './measure.ts'
const s = await startSetting()
try {
  const a = await s.newDatabase('ours'); const rooms = await fillOurs(a)
  const b = await s.newDatabase('comparison'); 
  const api = await s.startApi(a); const cmp = await s.startComparison(b); await fillComparison(b, rooms)
  const bare = await s.startBare()
  const T = (p: any, db = true) => ({ pids: [p.pid], ports: [p.port], databasePid: db ? s.postgres.pid : undefined })
  const show = (n: string, f: any) => console.log(n.padEnd(30), Object.entries(f).map(([k, v]) => `${k} ${(v as number).toFixed(k.startsWith('p') && k.length===3 ? 1 : 0)}`).join('  '))
  const ours = new Shots(rooms), theirs = new Shots(rooms)
  const opt = { clients: 16, ms: Number(process.argv[2] ?? 1500) }
  await measureClosed(T(api), ours.next('create'), { clients: 16, ms: 3000 }); await measureClosed(T(cmp), theirs.next('create'), { clients: 16, ms: 3000 })
  for (const post of [false, true]) { const e = echoShot(post); await measureClosed(T(bare), () => e, opt); show('echo ' + post, await measureClosed(T(bare), () => e, opt)) }
  for (const [k, v] of Object.entries(ownShots)) { await measureClosed(T(api), () => v, opt); show(k, await measureClosed(T(api), () => v, opt)) }
  const only = process.argv[3]?.split(',')
  for (const op of [...operations, 'mix' as const]) { if (only && !only.includes(op)) continue
    await measureClosed(T(api), ours.next(op), opt); show('ours ' + op, await measureClosed(T(api), ours.next(op), opt)); if (process.argv[4] !== 'x') {show('cmp  ' + op, await measureClosed(T(cmp), theirs.next(op), opt)) }}
} finally { await s.stop() }
