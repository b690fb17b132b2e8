/** Deletes on this node what is derived of people who were deleted, wherever that was decided. A start finishes what was begun. */
import type { Logger } from 'pino'
import type { Detection } from '../detect/detection.ts'
import type { Identity } from '../identity/identity.ts'
import type { Journal } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import type { Database } from '../store/database.ts'
import { forgetDerived } from './forget-derived.ts'
import { knownOf } from './known.ts'

export interface ForgottenParts {
  readonly journal: Journal
  readonly projections: Database
  readonly exposure: Database
  readonly directory: Directory
  readonly identity: Identity
  readonly detection: Pick<Detection, 'forget' | 'peopleChanged'>
  readonly log: Logger
}

export interface Forgotten {
  /** Says that somebody may have been deleted. Rejects where what is derived could not be deleted; then it is tried again. */
  look(): Promise<void>
  stop(): Promise<void>
}

const retryMs = 30_000

export function followForgotten(parts: ForgottenParts): Forgotten {
  const { journal, projections, directory, identity, detection, log } = parts
  const left = projections
    .prepare<[], string>(
      `SELECT DISTINCT person FROM audit WHERE kind = 'person.forgotten'
       AND person IN (SELECT id FROM person)`,
    )
    .pluck()
  let retry: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let isStopping = false

  async function forgetAll(): Promise<void> {
    for (const id of isStopping ? [] : left.all()) {
      const person = directory.get(id)
      if (!person) continue
      const known = knownOf(person, { projections, directory, users: identity.users })
      await detection.forget([...known.aliases])
      forgetDerived(known, parts)
      detection.peopleChanged()
      journal.wipe()
    }
  }

  function look(): Promise<void> {
    clearTimeout(retry)
    const next = last.then(forgetAll)
    last = next.catch((error: unknown) => {
      log.error({ err: error }, 'what is derived of a deleted person stays for now; tried again')
      if (!isStopping) retry = setTimeout(() => look().catch(() => {}), retryMs).unref()
    })
    return next
  }

  return {
    look,
    stop: () => {
      isStopping = true
      clearTimeout(retry)
      return last
    },
  }
}
