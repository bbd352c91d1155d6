// What both JavaScript peers do: answer streams by their first line and, told "run", open the same kinds of streams themselves.
import { createHash } from 'node:crypto'
import net from 'node:net'

const BULK = 100_000_000
const MEDIUM = 1_000_000
const STREAMS = 200
const notes = new Map()
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** A stream as the checks see it; the peer's adapter calls push, end and broken, and offers write, finish and reset. */
export class Channel {
  #parts = []
  #wake = () => {}
  #ended = false
  #reset = false

  constructor (adapter) { Object.assign(this, adapter) }
  push (bytes) { this.#parts.push(Buffer.from(bytes)); this.#wake() }
  unshift (bytes) { this.#parts.unshift(bytes) }
  end () { this.#ended = true; this.#wake() }
  broken () { this.#reset = true; this.#wake() }

  /** The next bytes, null at the end; fails when the stream was reset. */
  async read () {
    while (true) {
      if (this.#parts.length > 0) return this.#parts.shift()
      if (this.#reset) throw new Error('reset')
      if (this.#ended) return null
      await new Promise((resolve) => { this.#wake = resolve })
    }
  }
}

/** session: {open(): Channel, ping(), goAway()}; seesEnd: whether it notices that the other end has finished. */
export async function answer (session, seesEnd, channel) {
  let line = Buffer.alloc(0)
  while (!line.includes(10)) {
    const bytes = await channel.read()
    if (bytes === null) return
    line = Buffer.concat([line, bytes])
  }
  const rest = line.subarray(line.indexOf(10) + 1)
  if (rest.length > 0) channel.unshift(rest)
  const [command, key, size] = line.subarray(0, line.indexOf(10)).toString().split(' ')
  switch (command) {
    case 'echo': await each(channel, Number(key), seesEnd, (bytes) => channel.write(bytes)); break
    case 'sum': await channel.write(Buffer.from(await sum(channel, Number(key), seesEnd))); break
    case 'late': await channel.finish(); notes.set(key, await sum(channel, Number(size), seesEnd)); return
    case 'wait': await channel.write(Buffer.from('ready')); await sum(channel, Infinity, seesEnd).catch(() => notes.set(key, 'reset')); return
    case 'ask': await channel.write(Buffer.from(notes.get(key) ?? 'nothing')); break
    case 'reset': channel.reset(); return
    case 'run': await run(session, seesEnd, (text) => channel.write(Buffer.from(text + '\n'))); break
    case 'go-away': session.goAway(); return
  }
  await channel.finish()
}

/** Hands out what comes, until the end or so many bytes. */
async function each (channel, limit, seesEnd, take) {
  let count = 0
  while (seesEnd || count < limit) {
    const bytes = await channel.read()
    if (bytes === null) return
    count += bytes.length
    await take(bytes)
  }
}

async function sum (channel, limit, seesEnd) {
  const digest = createHash('sha256')
  await each(channel, limit, seesEnd, (bytes) => digest.update(bytes))
  return digest.digest('hex')
}

async function run (session, seesEnd, print) {
  const open = async (line) => {
    const channel = await session.open()
    await channel.write(Buffer.from(line + '\n'))
    return channel
  }
  const send = async (channel, size) => {
    const digest = createHash('sha256')
    for (let left = size; left > 0;) {
      const part = Buffer.alloc(Math.min(left, 64 * 1024), left % 251)
      digest.update(part)
      await channel.write(part)
      left -= part.length
    }
    return digest.digest('hex')
  }
  const text = async (channel) => {
    let all = ''
    await each(channel, 1, seesEnd, (bytes) => { all += bytes })
    return all
  }
  const echo = async (size) => {
    const channel = await open('echo')
    const back = sum(channel, size, seesEnd)
    const sent = await send(channel, size)
    await channel.finish()
    return same(sent, await back)
  }
  const noted = async (key) => {
    let found = 'nothing'
    for (let i = 0; i < 100 && found === 'nothing'; i++) {
      const channel = await open('ask ' + key)
      await channel.finish()
      found = await text(channel)
      await later(20)
    }
    return found
  }
  const check = async (name, action) => {
    const result = await action().catch((e) => String(e))
    await print(result === '' ? `ok     ${name}` : `FAILED ${name}: ${result}`)
  }
  await check('ping', async () => { await session.ping(); return '' })
  await check('echo-100MB', () => echo(BULK))
  await check('half-close', async () => {
    const channel = await open('sum')
    const sent = await send(channel, MEDIUM)
    await channel.finish()
    return same(sent, await text(channel))
  })
  await check('half-close-by-peer', async () => {
    const channel = await open('late theirs')
    if (seesEnd) await text(channel)
    const sent = await send(channel, MEDIUM)
    await channel.finish()
    return same(sent, await noted('theirs'))
  })
  await check('200-streams', async () => (await Promise.all(Array.from({ length: STREAMS }, (_, i) => echo(MEDIUM / 2 + i)))).join(''))
  await check('reset-by-peer', async () => same('reset', await text(await open('reset')).catch((e) => e.message)))
}

const same = (expected, found) => expected === found ? '' : `expected ${expected}, found ${found}`

/** The connection: dialled as the client, or the first that is accepted as the server. */
export function connect (role, port) {
  return new Promise((resolve, reject) => {
    if (role === 'server') {
      net.createServer((socket) => resolve(socket)).listen(port, '127.0.0.1')
      return
    }
    const attempt = (left) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(socket))
      socket.once('error', (e) => left > 0 ? setTimeout(() => attempt(left - 1), 100) : reject(e))
    }
    attempt(200)
  })
}
