import { median } from '../cpu-time.ts'
import { isLent, type Place, placeOf, writeFor } from './places.ts'
import type { CallFrame, Source } from './sources.ts'

/** A profile as V8 writes it, as far as it is read here. */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: CallFrame
    readonly hitCount?: number
    readonly children?: readonly number[]
  }[]
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[]
}

/** What one function has cost. Built-in functions that it calls count for it. */
export interface FunctionSum {
  readonly name: string
  readonly source: Source
  us: number
}

/** Microseconds by place, of everything that V8 has seen the thread do. */
export interface ProfileSum {
  readonly places: ReadonlyMap<Place, number>
  readonly functions: readonly FunctionSum[]
  readonly samples: number
}

const SOCKET_WRITE = /^write(v|Buffer|Utf8String|Latin1String|AsciiString|Ucs2String)$/

/** V8's names for what is no function. In `(idle)` the thread waits, or is in Node's own C++. */
const notFunctions: Readonly<Record<string, Place | null>> = {
  '(root)': null,
  '(idle)': null,
  '(garbage collector)': 'garbage collection',
  '(program)': 'the engine itself',
}

type Node = Profile['nodes'][number]

/** Sums self time by place and by function. @param sourceOf where a function is written */
export function sumProfile(profile: Profile, sourceOf: (frame: CallFrame) => Source): ProfileSum {
  const sampleUs = median(profile.timeDeltas)
  const callers = callersOf(profile.nodes)
  const places = new Map<Place, number>()
  const functions = new Map<string, FunctionSum>()
  let samples = 0
  const add = (place: Place, us: number) => places.set(place, (places.get(place) ?? 0) + us)
  for (const node of profile.nodes) {
    const hits = node.hitCount ?? 0
    if (hits === 0) continue
    const us = hits * sampleUs
    const { functionName } = node.callFrame
    if (Object.hasOwn(notFunctions, functionName)) {
      const place = notFunctions[functionName]!
      if (place === null) continue
      samples += hits
      add(place, us)
      continue
    }
    samples += hits
    const place = placeOfNode(node, callers, sourceOf)
    if (isSocketWrite(node)) {
      add(writeFor(place), us)
      continue
    }
    add(place, us)
    const written = upTo(node, callers, ({ callFrame }) => callFrame.url !== '')
    if (written !== undefined) addFunction(functions, written.callFrame, sourceOf(written.callFrame), us)
  }
  return { places, functions: [...functions.values()].sort((a, b) => b.us - a.us), samples }
}

const isSocketWrite = ({ callFrame }: Node): boolean =>
  callFrame.url === '' && SOCKET_WRITE.test(callFrame.functionName)

/** Built-in functions, and what of Node works for its callers, belong where they are called; writes to who wants them. */
function placeOfNode(
  node: Node,
  callers: ReadonlyMap<number, Node>,
  sourceOf: (frame: CallFrame) => Source,
): Place {
  const isPassedOn = isSocketWrite(node)
    ? (file: string) => file === '' || file.startsWith('node:')
    : (file: string) => file === '' || isLent(file)
  const owner = upTo(node, callers, ({ callFrame }) => !isPassedOn(sourceOf(callFrame).file))
  return owner === undefined ? 'the engine itself' : placeOf(sourceOf(owner.callFrame).file)
}

/** The node itself, or the nearest that has called it and is what is looked for. */
function upTo(
  node: Node,
  callers: ReadonlyMap<number, Node>,
  isIt: (node: Node) => boolean,
): Node | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = callers.get(at.id)) if (isIt(at)) return at
  return undefined
}

function callersOf(nodes: readonly Node[]): Map<number, Node> {
  const callers = new Map<number, Node>()
  for (const node of nodes) for (const child of node.children ?? []) callers.set(child, node)
  return callers
}

function addFunction(
  functions: Map<string, FunctionSum>,
  { functionName }: CallFrame,
  source: Source,
  us: number,
): void {
  const key = `${functionName} ${source.file}:${source.line}`
  const known = functions.get(key)
  if (known === undefined) functions.set(key, { name: functionName || 'anonymous', source, us })
  else known.us += us
}
