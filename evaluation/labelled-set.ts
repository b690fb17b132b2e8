/** A labelled set: events with people, and what is known of thefts among them. Formats are read into this shape. */
import type { Label } from './simulate.ts'

export interface SetPerson {
  readonly id: string
  /** What events call the person: CRM log-in, account, e-mail. Compared in lower case. */
  readonly aliases: readonly string[]
  readonly department: string | null
  readonly title: string | null
  /** ISO 8601 dates. */
  readonly notice: string | null
  readonly lastDay: string | null
}

export interface LabelledSet {
  /** In words: where it comes from. */
  readonly name: string
  readonly people: readonly SetPerson[]
  /** Size of the customer base. */
  readonly customers: number
  readonly labels: readonly Label[]
  /** OCSF events as JSON, one each, in the order of arrival. */
  lines(): AsyncIterable<string>
}

/** A format of sets. A new one is a file in `formats/` and a line in its registry. */
export interface SetFormat {
  readonly name: string
  readonly summary: string
  /** Whether the folder holds such a set. */
  fits(dir: string): Promise<boolean>
  /** Throws Fault ERR_INPUT_INVALID that says what is missing or wrong, and where. */
  open(dir: string): Promise<LabelledSet>
}
