/** Print jobs as a platform tells of them. */

export interface PrintJob {
  /** Counts up by one for each job of this machine. */
  readonly number: number
  /** UTC epoch seconds; 0 where it is not known. */
  readonly createdAt: number
  /** As the program that printed named itself; a print server does not prove it. */
  readonly user: string
  readonly title: string
  readonly printer: string
  readonly copies: number
  /** Sheets or sides that came out so far; 0 where the printer tells none. */
  readonly pages: number
  readonly state: 'printing' | 'completed' | 'canceled' | 'aborted'
  /** What is printed; none where it is not kept. */
  readonly documents: readonly PrintDocument[]
}

/** A file that holds what is printed, as long as it is by now: it may still be coming in. */
export interface PrintDocument {
  readonly path: string
  readonly sizeBytes: number
}

export interface Printing {
  /** Whether jobs can be read; `absent` where there is no print service. */
  access(): 'ready' | 'absent' | 'denied'
  /** Jobs that are kept, in any order; those of before `after` may be left out. */
  jobs(after?: Pick<PrintJob, 'number' | 'createdAt'>): readonly PrintJob[]
  /** Calls when jobs may have changed; false where that cannot be heard. */
  watch(onChange: () => void, signal: AbortSignal): boolean
}
