/** The shape of the collector's words in another language than English. What is missing in one does not compile or fails a test. */
import type { FaultCode } from '../../../events/fault.ts'

/** English text → the same in the language. Texts that people wrote are in none, and stay as they are. */
export type Phrases = Readonly<Record<string, string>>

/** `{name}` in a template is replaced. */
export interface Said {
  /** Titles of the rules that are shipped, and of their parts. */
  readonly titles: Phrases
  /** Fields of events as sentences name them. */
  readonly fields: Phrases
  /** What is true of a person, and what is not. */
  readonly claims: Readonly<Record<string, readonly [yes: string, no: string]>>
  /** Values of fields that are words. */
  readonly values: Phrases
  /** How a field stands to its values, as the engine writes it. */
  readonly verbs: Phrases
  readonly headline: Readonly<
    Record<
      'events' | 'exported' | 'copiedIn' | 'rule' | 'printed' | 'seenOn' | 'copiedTo' | 'ofExport',
      string
    >
  >
  /** Kinds of places as headlines name them. */
  readonly places: Phrases
  readonly reasons: Readonly<
    Record<
      | ('export' | 'canary' | 'canaryOf' | 'canaryFor')
      | ('not' | 'was' | 'more' | 'event' | 'in' | 'within' | 'absent'),
      string
    >
  >
  /** `{n}` days, hours, minutes, seconds. */
  readonly spans: Readonly<Record<'d' | 'h' | 'm' | 's', string>>
  /** What correlations measure, by how the engine names it. */
  readonly measures: Phrases
  /** What went wrong and what to do, by the API's code. */
  readonly errors: Phrases & Readonly<Record<FaultCode | 'ERR_INTERNAL', string>>
}
