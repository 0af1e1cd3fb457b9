// The real AT Protocol server (PDS) with an in-memory PLC directory, for the tests of accounts/bluesky.
//
//   node server.mjs DATA_DIRECTORY
//
// Both listen on free ports of 127.0.0.1. When they are ready, one line of JSON is printed:
//   {"url": "http://localhost:PORT", "plc": "http://localhost:PORT"}
// The process ends when its standard input closes, so that a test which was killed never leaves it behind.

import { mkdirSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { createServer, Server } from 'node:net'
import { join } from 'node:path'

import pds from '@atproto/pds'
import plc from '@did-plc/server'

const dataDirectory = process.argv[2]
if (!dataDirectory) {
  process.stderr.write('usage: node server.mjs DATA_DIRECTORY\n')
  process.exit(2)
}

// Neither server lets its caller choose an address, and both would listen on every interface.
const listen = Server.prototype.listen
Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, port, '127.0.0.1', ...rest) : listen.call(this, port, ...rest)
}

// The PDS writes its own address into what it signs, so its port is known before it starts.
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

process.stdin.resume()
process.stdin.on('close', () => process.exit(0))
process.stdin.on('end', () => process.exit(0))

const plcPort = await freePort()
await plc.PlcServer.create({ db: plc.Database.mock(), port: plcPort }).start()

const pdsPort = await freePort()
const blobs = join(dataDirectory, 'blobs')
mkdirSync(blobs, { recursive: true })
Object.assign(process.env, {
  PDS_DEV_MODE: 'true',
  PDS_HOSTNAME: 'localhost',
  PDS_PORT: String(pdsPort),
  PDS_DATA_DIRECTORY: dataDirectory,
  PDS_BLOBSTORE_DISK_LOCATION: blobs,
  PDS_DID_PLC_URL: `http://localhost:${plcPort}`,
  PDS_INVITE_REQUIRED: 'false',
  PDS_SERVICE_HANDLE_DOMAINS: '.test',
  PDS_RATE_LIMITS_ENABLED: 'false',
  PDS_JWT_SECRET: randomBytes(32).toString('hex'),
  PDS_ADMIN_PASSWORD: randomBytes(16).toString('hex'),
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: randomBytes(32).toString('hex'),
})
const env = pds.readEnv()
const server = await pds.PDS.create(pds.envToCfg(env), pds.envToSecrets(env))
await server.start()

process.stdout.write(`${JSON.stringify({ url: `http://localhost:${pdsPort}`, plc: `http://localhost:${plcPort}` })}\n`)
