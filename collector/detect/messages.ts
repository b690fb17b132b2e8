/** What the detection thread and the main thread say to each other. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { Product } from '../../events/ocsf.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import type { Refused } from '../journal/journal.ts'
import type { DirectorySettings } from '../people/directory.ts'
import type { EventFacts } from './facts.ts'
import type { LaneStart, LaneState } from './lanes.ts'

/** What the thread needs to open its own read-only view of the data. */
export interface DetectSettings extends DirectorySettings {
  readonly journal: string
  readonly projections: string
  readonly base: string
  readonly exposure: string
  readonly region: string
  readonly rules: readonly string[]
  /** Without what was written in the dashboard. */
  readonly isCatalogOnly?: boolean
  readonly product: Product
}

/** Where the thread begins. */
export interface DetectStart extends DetectSettings {
  /** The journal's head. */
  readonly head: number
  /** What events say beside detection is known up to here. */
  readonly factsOffset: number
  /** What it judges: the one lane of an embedded journal, or what a cluster has given this node. */
  readonly lanes: readonly LaneStart[]
}

export type ToDetect =
  /** The journal is durable up to `head`. */
  | { readonly type: 'wake'; readonly head: number }
  | { readonly type: 'committed' }
  /** People or their aliases changed. */
  | { readonly type: 'people' }
  /** Somebody was deleted: these names are to go from what is remembered. */
  | { readonly type: 'forget'; readonly words: readonly string[] }
  /** From now on these lanes and no others. */
  | { readonly type: 'lanes'; readonly lanes: readonly LaneStart[] }
  /** Read the rules again; with a fault in them the old ones go on. */
  | { readonly type: 'reload' }
  | { readonly type: 'stop' }

export type FromDetect =
  /** The rules that are in force and give findings, without their tests. */
  | { readonly type: 'ready'; readonly rules: readonly Rule[] }
  | {
      readonly type: 'progress'
      readonly findings: readonly DetectionFinding[]
      /** What lanes must remember; of the others the checkpoint stays where it is. */
      readonly states: readonly LaneState[]
      readonly refused: readonly Refused[]
      readonly facts: EventFacts | undefined
    }
  /** There is nothing left to look at up to `head`; it sleeps until it is woken. */
  | { readonly type: 'asleep'; readonly head: number }
  /** What was to be forgotten is, on disk too. */
  | { readonly type: 'forgotten' }
  /** Rules with faults were not taken. */
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'skipped'; readonly offset: number; readonly message: string }
  | { readonly type: 'failed'; readonly message: string }

export const detectCheckpoint = 'detect'
