/** The messages between a sandbox and its readers. */
import type { ScanOutcome } from './scan.ts'

/** What is scanned: a file by its path, or bytes under a name that is a hint. */
export type Subject =
  | { readonly path: string }
  | { readonly name: string; readonly bytes: Uint8Array }

/** A filter file for the scans that follow (undefined: none), or something to scan. */
export type ToReader =
  | { readonly filter: Uint8Array | undefined }
  | (Subject & { readonly timeMsMax: number; readonly isByRow: boolean })

/** What a scan gave, or why there is no result. */
export type FromReader =
  | { readonly outcome: ScanOutcome }
  | { readonly outcome?: undefined; readonly reason: string }
