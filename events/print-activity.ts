/** A print job as File System Activity [1001]: OCSF has none of its own, so it is the activity Other, called Print. One event for each document. */
import {
  type FileActivity,
  type FileFacts,
  fileActivity,
  type PrintDetails,
} from './file-activity.ts'
import type { Origin } from './ocsf.ts'
import type { ScanSummary } from './scan.ts'

export interface PrintFacts {
  readonly uid: string
  readonly time: number
  readonly job: PrintDetails & {
    readonly number: number
    readonly user: string
    readonly title: string
    readonly printer: string
  }
  /** What is in the document; absent where it is not kept. `sha256` is '' where it was not read to its end. */
  readonly outcome?:
    | { readonly summary: ScanSummary; readonly sha256: string; readonly sizeBytes: number }
    | undefined
}

/** A title can say as much as a file's name: it is told only of what holds customers, or could not be read. */
const isTold = (scan: ScanSummary | undefined): boolean =>
  scan !== undefined &&
  (scan.candidates > 0 || (scan.group_rows ?? 0) > 0 || scan.status !== 'complete')

/** Builds the event from what the print sensor saw. `time` is UTC epoch milliseconds. */
export function printActivity(
  origin: Origin,
  { uid, time, job, outcome }: PrintFacts,
): FileActivity {
  const scan = outcome?.summary
  const { number, user, title, printer, pages, copies, state } = job
  const name = isTold(scan) && title !== '' ? title : `print job ${number}`
  const facts: FileFacts = {
    uid,
    time,
    activity: 'Print',
    account: { name: user },
    name,
    path: name,
    parent: '',
    place: { kind: 'printer', label: printer, path: '' },
    print: { pages, copies, state },
    ...(scan && { scan, sizeBytes: outcome.sizeBytes }),
    ...(outcome && outcome.sha256 !== '' && { sha256: outcome.sha256 }),
  }
  return fileActivity(origin, facts)
}
