/** Looks, slowly and all the time, for files at rest that hold customers: the lists that grew beside the CRM. Only what changed is read again. */
import { join } from 'node:path'
import Type from 'typebox'
import { noFilterVersion, type Policy } from '../../events/policy.ts'
import { readLedger, writeLedger } from '../inventory/ledger.ts'
import { search } from '../inventory/search.ts'
import type { NamedFolder } from '../platform/platform.ts'
import { sensor } from '../sensor.ts'

const options = Type.Object({
  everyMs: Type.Integer({ default: 6 * 3_600_000, description: 'From one search to the next' }),
  restShare: Type.Number({
    default: 4,
    description: 'It rests this many times as long as a file took to read',
  }),
  restMsMin: Type.Integer({ default: 20, description: 'The least rest after a file' }),
  tellMs: Type.Integer({ default: 300_000, description: 'How often it tells how far it is' }),
})

export const inventory = sensor({
  name: 'inventory',
  summary: 'Files at rest that hold customers, by owner',
  options,
  async start(context) {
    const { options: given, dir, platform, onPolicy, now, log, signal } = context
    const path = join(dir, 'ledger.json')
    const ledger = readLedger(path)
    let policy: Policy | undefined
    let wake: () => void = () => {}
    onPolicy(async next => {
      policy = next
      wake()
    })
    signal.addEventListener('abort', () => wake())

    const isOn = () => policy?.watch.inventory === 'on' && policy.filter.version !== noFilterVersion
    const rest = (ms: number) =>
      new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })

    /** Homes, and the folders that policy names; each once, and none within another. */
    function roots(): readonly NamedFolder[] {
      const named = policy?.watch.places.filter(({ kind }) => kind === 'folder') ?? []
      const remote = platform.remote?.mounts()
      const all = [...platform.homeFolders(), ...named]
        .filter(({ path }) => remote?.(path) === undefined)
        .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      return all.filter(
        (each, index) =>
          !all.some(
            (other, at) =>
              each.path.startsWith(`${other.path}/`) || (other.path === each.path && at < index),
          ),
      )
    }

    async function once(): Promise<boolean> {
      const version = policy?.filter.version ?? ''
      // Another filter may know customers that the last one did not.
      if (ledger.filter !== version)
        Object.assign(ledger, { filter: version, searchedAt: 0, startedAt: 0, at: '' })
      return search({
        ...{ context, ledger, roots: roots(), ...given },
        save: () => writeLedger(path, ledger),
        mayGoOn: () => isOn() && policy?.filter.version === version,
      })
    }

    let nextAt = 0
    while (!signal.aborted) {
      try {
        const isNewFilter = ledger.filter !== policy?.filter.version
        const isDue = isOn() && (isNewFilter || now() >= nextAt || ledger.startedAt > 0)
        const isDone = isDue && (await once())
        if (isDone) nextAt = now() + given.everyMs
        // A new filter, or an order to pause and to go on, came meanwhile.
        if (isDue && !isDone && isOn()) continue
      } catch (error) {
        if (!signal.aborted)
          log.error({ err: error }, 'the inventory stopped; it goes on in a while')
        nextAt = now() + given.everyMs
      }
      if (!signal.aborted) await rest(given.everyMs)
    }
    if (ledger.startedAt > 0) writeLedger(path, ledger)
  },
})
