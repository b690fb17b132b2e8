/** Whether a permit is for what is held. Pure. */
import { shownPath } from '../../events/path-bytes.ts'
import type { HoldPermit } from '../../events/permit.ts'
import type { HeldFile } from './vault.ts'

/** Why a permit does not let a file go; undefined where it does. `now`: epoch milliseconds. */
export function objection(
  permit: HoldPermit,
  file: Pick<HeldFile, 'sha256' | 'path' | 'rows'>,
  now: number,
): string | undefined {
  if (permit.exp * 1000 <= now) return 'the permit has expired'
  if (permit.sha256 !== file.sha256) return 'the permit is for another content'
  if (permit.target !== shownPath(file.path)) return 'the permit is for another place'
  return file.rows > permit.rows_max ? 'the permit is for fewer rows' : undefined
}
