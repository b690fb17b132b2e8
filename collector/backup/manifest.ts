/** What a backup says of itself: when it was made, and the digest of each file. */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../events/fault.ts'

export const manifestName = 'manifest.json'

/** Names of files in a backup: ours, and own rules, which people name as they like. */
export const backupName =
  /^(((events|tls)\/)?[A-Za-z0-9_-][A-Za-z0-9._ -]*|rules\/[^/\\\n]+\.ya?ml)$/

export const Manifest = Type.Object({
  format: Type.Literal(1),
  version: Type.String(),
  made_at: Type.Integer(),
  files: Type.Array(
    Type.Object({
      name: Type.String({ pattern: backupName.source }),
      bytes: Type.Integer({ minimum: 0 }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
  ),
})
export type Manifest = Static<typeof Manifest>

/** SHA-256 of a file, hex. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** The manifest's lines for files of a folder. */
export function listFiles(dir: string, names: readonly string[]): Promise<Manifest['files']> {
  return Promise.all(
    names.map(async name => ({
      name,
      bytes: statSync(join(dir, name)).size,
      sha256: await digestOf(join(dir, name)),
    })),
  )
}

/** Reads a backup's manifest and checks each file against it. Throws Fault ERR_INPUT_FILE or ERR_DATA_DAMAGED. */
export async function checkBackup(dir: string): Promise<Manifest> {
  const manifest = read(join(dir, manifestName))
  if (!Value.Check(Manifest, manifest))
    throw new Fault('ERR_INPUT_FILE', `${dir}: is no backup that this Clientkeep can read`)
  for (const { name, sha256 } of manifest.files) {
    const found = await digestOf(join(dir, name)).catch(() => 'missing')
    if (found !== sha256)
      throw new Fault(
        'ERR_DATA_DAMAGED',
        `${join(dir, name)}: is not what the backup's manifest says; take another backup`,
      )
  }
  return manifest
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
