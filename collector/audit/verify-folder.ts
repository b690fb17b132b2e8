/** Verifies the chain of a data folder or a backup as it lies on disk, whether a collector runs on it or not. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../events/fault.ts'
import { readPublicKey } from '../identity/signing-key.ts'
import { checkEvents } from '../journal/segments/check.ts'
import { journalSchema } from '../journal/sqlite-schema.ts'
import { reachedBy } from '../journal/told.ts'
import { damageOf, openDatabase } from '../store/database.ts'
import { type ChainReport, type KeptHeads, verifyChain } from './verify.ts'

/** Throws Faults where there is no journal, or where the file itself is damaged. */
export function verifyFolder(
  dir: string,
  { kept, keyFile }: { kept: readonly KeptHeads[]; keyFile?: string },
): ChainReport {
  const path = join(dir, 'journal.db')
  if (!existsSync(path))
    throw new Fault(
      'ERR_INPUT_FILE',
      `${path}: there is no journal; name the data folder with --data`,
    )
  const key = readPublicKey(keyFile ?? join(dir, 'signing-key.json'))
  const database = openDatabase(path, journalSchema, { readonly: true })
  try {
    const damage = damageOf(database)
    if (damage !== undefined)
      throw new Fault(
        'ERR_DATA_DAMAGED',
        `${path}: the file is damaged (${damage}); restore it from a backup`,
      )
    const reached = reachedBy(database)
    const last = checkEvents(join(dir, 'events'))
    if (last < reached)
      throw new Fault(
        'ERR_DATA_DAMAGED',
        `${join(dir, 'events')}: events are missing at the end: the last one has offset ${last}, and ${reached} was there; they are in a backup made since, or nowhere`,
      )
    return verifyChain(database, { key, kept })
  } finally {
    database.close()
  }
}
