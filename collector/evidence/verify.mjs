/**
 * Checks an evidence pack offline: node verify.mjs [folder]. Needs Node alone, and nothing of Clientkeep.
 * Every file must be what the signed record of the export says, and that record must lie in an unbroken, signed hash chain.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const dir = process.argv[2] ?? import.meta.dirname
const faults = []
const sha256 = data => createHash('sha256').update(data).digest()
const read = name => readFileSync(join(dir, name))
const json = name => JSON.parse(read(name).toString())

/** As the collector makes a link: SHA-256 over the hash before it and the canonical JSON of the entry, its body by digest. */
function hashOf(previous, { position, offset, kind, source, seq, time, receivedAt, body_digest }) {
  const fields = [
    'clientkeep-link-1',
    position,
    offset,
    kind,
    source,
    seq,
    time,
    receivedAt,
    body_digest,
  ]
  return createHash('sha256')
    .update(Buffer.from(previous, 'hex'))
    .update(JSON.stringify(fields))
    .digest('hex')
}

/** A signed head (RFC 7515). */
function isSigned({ position, offset, hash, signature }, key) {
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'EdDSA', typ: 'clientkeep-chain-head+jwt' })}.${part({ position, offset, hash })}`
  return verify(null, Buffer.from(input), key, Buffer.from(signature, 'base64url'))
}

function main() {
  const { key: jwk, previous, links, bodies } = json('proof.json')
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  let before = previous
  let position = links[0]?.position
  let signed = 0
  for (const link of links) {
    const where = `decision ${link.position}`
    if (link.position !== position) faults.push(`${where}: the link before it is missing`)
    if (hashOf(before, link) !== link.hash)
      faults.push(`${where}: its fields or its hash were changed`)
    if (link.signature !== null) {
      if (isSigned(link, key)) signed = link.position
      else faults.push(`${where}: its signature is not of this key`)
    }
    const body = bodies[link.offset]
    if (body !== undefined && sha256(body).toString('hex') !== link.body_digest)
      faults.push(`${where}: does not say what it said`)
    before = link.hash
    position = link.position + 1
  }
  const last = links.at(-1)
  if (!last || signed !== last.position)
    faults.push('the chain ends without a signature: something after it is missing')
  const known = new Set(links.map(({ offset }) => String(offset)))
  for (const offset of Object.keys(bodies))
    if (!known.has(offset)) faults.push(`a decision (offset ${offset}) is not in the chain`)

  // Behind it there may be what others decided in the same moment, without its words.
  const about = links.findLast(({ offset }) => bodies[offset] !== undefined)
  const record = about && JSON.parse(bodies[about.offset])
  if (!['evidence.exported', 'case.exported'].includes(record?.kind))
    faults.push('the record of this export is missing')
  const said = record?.data?.files ?? {}
  const unlisted = new Set(['proof.json', 'verify.mjs'])
  for (const [name, digest] of Object.entries(said)) {
    const found = readdirSync(dir).includes(name) ? sha256(read(name)).toString('hex') : 'missing'
    if (found !== digest)
      faults.push(`${name}: ${found === 'missing' ? 'is missing' : 'was changed'}`)
  }
  for (const name of readdirSync(dir))
    if (!unlisted.has(name) && !(name in said)) faults.push(`${name}: was added`)
  return { links: links.length, jwk }
}

try {
  const { links, jwk } = main()
  if (faults.length === 0) {
    console.log(`Whole: ${links} links of the chain, every file as it was recorded.`)
    console.log(
      `Signed by the key ${jwk.x}; hold it against the collector's own (/.well-known/jwks.json).`,
    )
  }
} catch (error) {
  faults.push(`cannot be read: ${error.message}`)
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
