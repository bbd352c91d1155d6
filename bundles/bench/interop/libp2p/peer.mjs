// The other end of YamuxInterop, on libp2p's yamux: peer.mjs client|server PORT.
import { yamux } from '@chainsafe/libp2p-yamux'
import { AbstractMultiaddrConnection } from '@libp2p/utils'
import { logger } from '@libp2p/logger'
import { Channel, answer, connect } from '../checks.mjs'

// libp2p wants Node.js 22; this is all that 20 lacks
Promise.withResolvers ??= () => {
  const parts = {}
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
  return parts
}

/** A socket as libp2p sees a connection. */
class Connection extends AbstractMultiaddrConnection {
  constructor (socket, direction) {
    super({ log: logger('interop'), direction, remoteAddr: undefined })
    this.socket = socket
    socket.on('data', (bytes) => this.onData(bytes))
    socket.on('drain', () => this.safeDispatchEvent('drain'))
    socket.on('close', () => process.exit(0))
  }

  sendData (bytes) {
    const sentBytes = bytes.byteLength
    let canSendMore = true
    for (const part of bytes) canSendMore = this.socket.write(Buffer.from(part))
    return { sentBytes, canSendMore }
  }

  async sendClose () { this.socket.end() }
  sendReset () { this.socket.destroy() }
  sendPause () { this.socket.pause() }
  sendResume () { this.socket.resume() }
}

const [role, port] = process.argv.slice(2)
const connection = new Connection(await connect(role, Number(port)), role === 'client' ? 'outbound' : 'inbound')
const muxer = yamux({ streamOptions: { maxReadBufferLength: 1 << 28 } })().createStreamMuxer(connection)
const peer = {
  open: async () => channel(await muxer.createStream()),
  ping: () => muxer.ping(),
  goAway: () => muxer.close()
}
muxer.addEventListener('stream', (event) => answer(peer, true, channel(event.detail)).catch(() => {}))

function channel (stream) {
  const adapted = new Channel({
    write: async (bytes) => { if (!stream.send(bytes)) await stream.onDrain() },
    finish: () => stream.close(),
    reset: () => stream.abort(new Error('told to'))
  })
  stream.addEventListener('message', (event) => adapted.push(event.data.subarray()))
  stream.addEventListener('remoteCloseWrite', () => adapted.end())
  stream.addEventListener('close', (event) => event.error == null ? adapted.end() : adapted.broken())
  return adapted
}
