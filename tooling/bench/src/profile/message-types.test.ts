import { expect, it } from 'vitest'
import { MessageTypes } from './message-types.ts'

const message = (type: string, body: string): Buffer => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + Buffer.byteLength(body))
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)])
}

const said = Buffer.concat([message('', 'user\0me\0\0'), message('B', 'values'), message('S', '')])

it('messages are told apart however they are cut into packets', () => {
  for (const bytes of [1, 3, 7, said.length]) {
    const types = new MessageTypes('client')
    const seen: string[] = []
    for (let at = 0; at < said.length; at += bytes) seen.push(...types.in(said.subarray(at, at + bytes)))
    expect(seen).toEqual(['client start', 'client B', 'client S'])
  }
})

it('the first message of a server has a type', () => {
  expect(new MessageTypes('server').in(message('R', '\0\0\0\0'))).toEqual(['server R'])
})
