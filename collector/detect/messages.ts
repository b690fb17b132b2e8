/** What the detection thread and the main thread say to each other. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { Product } from '../../events/ocsf.ts'

/** What the thread needs to open its own read-only view of the data. */
export interface DetectSettings {
  readonly journal: string
  readonly projections: string
  readonly base: string
  readonly exposure: string
  readonly region: string
  readonly rules: readonly string[]
  readonly product: Product
}

export type ToDetect =
  | { readonly type: 'wake' }
  | { readonly type: 'committed' }
  | { readonly type: 'stop' }

export type FromDetect =
  | { readonly type: 'ready'; readonly rules: number }
  | {
      readonly type: 'progress'
      readonly offset: number
      readonly findings: readonly DetectionFinding[]
    }
  | { readonly type: 'skipped'; readonly offset: number; readonly message: string }
  | { readonly type: 'failed'; readonly message: string }

export const detectCheckpoint = 'detect'
