/** Print jobs as a platform tells of them. */

export interface PrintJob {
  /** Counts up by one for each job of this machine. */
  readonly number: number
  /** As the program that printed named itself; a print server does not prove it. */
  readonly user: string
  readonly title: string
  readonly printer: string
  readonly copies: number
  /** Sheets or sides that came out so far; 0 where the printer tells none. */
  readonly pages: number
  readonly state: 'printing' | 'completed' | 'canceled' | 'aborted'
  /** Files that hold what is printed; none where they are not kept. */
  readonly documents: readonly string[]
}

export interface Printing {
  /** Whether jobs can be read; `absent` where there is no print service. */
  access(): 'ready' | 'absent' | 'denied'
  /** Jobs with a higher number than `after`, in any order. */
  jobs(after: number): readonly PrintJob[]
  /** Calls when jobs may have changed; false where that cannot be heard. */
  watch(onChange: () => void, signal: AbortSignal): boolean
}
