/** The databases of a data folder: journal, customer base, access, and what is derived. */
import type { Signer } from './audit/chain.ts'
import type { Config } from './config.ts'
import { openCustomerBase } from './customers/base.ts'
import { exposureSchema } from './exposure/exposure-schema.ts'
import { secretsSchema } from './identity/secrets-schema.ts'
import { openEmbeddedJournal } from './journal/embedded.ts'
import type { DataFolder } from './store/data-folder.ts'
import { openDatabase } from './store/database.ts'
import { projectionsSchema } from './store/projections-schema.ts'

/** Opens all of them, with how to close them. Throws the Faults of `openDatabase`. */
export async function openStores(
  folder: DataFolder,
  { config, now, sign }: { config: Config; now: () => number; sign: Signer },
) {
  const paths = {
    journal: folder.path('journal.db'),
    projections: folder.path('projections.db'),
    base: folder.path('customers.db'),
    exposure: folder.path('exposure.db'),
  }
  const journal = await openEmbeddedJournal(paths.journal, { now, sign })
  const projections = openDatabase(paths.projections, projectionsSchema, { durability: 'normal' })
  const base = openCustomerBase(paths.base, { region: config.default_region })
  const secrets = openDatabase(folder.path('access.db'), secretsSchema)
  const exposure = openDatabase(paths.exposure, exposureSchema, { durability: 'normal' })
  const close = async () => {
    await journal.close()
    for (const store of [projections, base, secrets, exposure]) store.close()
  }
  return { paths, journal, projections, base, secrets, exposure, close }
}
