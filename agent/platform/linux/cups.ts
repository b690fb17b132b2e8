/** Print jobs out of CUPS's spool folder: a control file for each job, its documents beside it. Needs the right to read them, not CUPS itself. */
import { accessSync, constants, existsSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { PrintDocument, Printing, PrintJob } from '../../printing/job.ts'
import { type IppValue, ippAttributes } from './ipp.ts'
import { bytesOf, namesIn } from './sysfs.ts'

/** IPP `job-state`: canceled, aborted, completed (RFC 8011, section 5.3.7). */
const ended: Readonly<Record<number, PrintJob['state']>> = {
  7: 'canceled',
  8: 'aborted',
  9: 'completed',
}

function jobOf(
  number: number,
  attributes: ReadonlyMap<string, IppValue>,
  documents: readonly PrintDocument[],
): PrintJob {
  const text = (name: string) => {
    const value = attributes.get(name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const count = (name: string) => {
    const value = attributes.get(name)
    return typeof value === 'number' ? value : 0
  }
  const uri = text('job-printer-uri') ?? text('printer-uri') ?? ''
  return {
    number,
    createdAt: count('time-at-creation'),
    user: text('job-originating-user-name') ?? 'unknown',
    title: text('job-name') ?? '',
    printer: uri.split('/').at(-1) || 'printer',
    copies: Math.max(1, count('copies')),
    pages: Math.max(count('job-media-sheets-completed'), count('job-impressions-completed')),
    state: ended[count('job-state')] ?? 'printing',
    documents,
  }
}

function documentOf(path: string): PrintDocument[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? [{ path, sizeBytes: stat.size }] : []
}

/** Its control file was written for the last time before a later job was made. */
function isBefore(path: string, number: number, after: { number: number; createdAt: number }) {
  if (number > after.number) return false
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && stat.mtimeMs < after.createdAt * 1000
}

/** The jobs of the CUPS on this machine. */
export function cupsPrinting(spool: string): Printing {
  return {
    access() {
      if (!existsSync(spool)) return 'absent'
      try {
        accessSync(spool, constants.R_OK | constants.X_OK)
        return 'ready'
      } catch {
        return 'denied'
      }
    },
    jobs(after) {
      const names = namesIn(spool)
      return names.flatMap(name => {
        const number = Number(/^c(\d+)$/.exec(name)?.[1])
        if (Number.isNaN(number) || (after && isBefore(join(spool, name), number, after))) return []
        const control = bytesOf(join(spool, name))
        if (!control) return []
        const documents = names.filter(each => Number(/^d(\d+)-\d+$/.exec(each)?.[1]) === number)
        const kept = documents.flatMap(each => documentOf(join(spool, each)))
        return [jobOf(number, ippAttributes(control), kept)]
      })
    },
    watch(onChange, signal) {
      try {
        watch(spool, { signal }, onChange).on('error', () => {})
        return true
      } catch {
        return false
      }
    },
  }
}
