// The other end of YamuxInterop, on yamux-js: peer.mjs client|server PORT. What it lacks in 0.2.0: it loses bytes of frames that TCP has
// cut (whole() joins them first), does not notice a FIN (streams end by count), ignores credit in a SYN, cannot reset a stream,
// tells nobody of a reset (its state is polled).
import { Session } from 'yamux-js/lib/session.js'
import { STREAM_STATES } from 'yamux-js/lib/constants.js'
import { Channel, answer, connect } from '../checks.mjs'

const [role, port] = process.argv.slice(2)
const socket = await connect(role, Number(port))
const session = new Session(role === 'client', { acceptBacklog: 100_000, keepAliveInterval: 1, logger: () => {} },
  (stream) => answer(peer, false, channel(stream)).catch(() => {}))
const peer = {
  open: async () => channel(session.open()),
  ping: async () => { session.ping() },
  goAway: () => session.goAway(0)
}
session.on('error', (e) => { console.error('yamux-js:', e); process.exit(1) })
session.on('data', (bytes) => socket.write(bytes))
socket.on('close', () => process.exit(0))
let parts = []
let size = 0
let wanted = 12
socket.on('data', (bytes) => {
  parts.push(bytes)
  size += bytes.length
  if (size >= wanted) whole()
})

/** Gives the session whole frames, one by one. */
function whole () {
  let rest = Buffer.concat(parts)
  wanted = 12
  while (rest.length >= 12) {
    wanted = 12 + (rest[1] === 0 ? rest.readUInt32BE(8) : 0)
    if (rest.length < wanted) break
    session.write(rest.subarray(0, wanted))
    rest = rest.subarray(wanted)
    wanted = 12
  }
  parts = [rest]
  size = rest.length
}

function channel (stream) {
  const adapted = new Channel({
    write: (bytes) => new Promise((resolve, reject) => stream.write(bytes, (e) => e ? reject(e) : resolve())),
    finish: async () => { stream.close() },
    reset: () => {}
  })
  stream.on('data', (bytes) => adapted.push(bytes))
  stream.on('error', () => adapted.broken())
  const timer = setInterval(() => {
    if (stream.state === STREAM_STATES.Reset) {
      clearInterval(timer)
      adapted.broken()
    }
  }, 20)
  return adapted
}
