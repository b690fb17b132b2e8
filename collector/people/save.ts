/** Imports people and journals them, whoever brings the table: an administrator or a feed. */
import type { Upload } from '../imports/upload.ts'
import type { Deed } from '../routes/app.ts'
import type { Directory } from './directory.ts'
import { importPeople } from './import.ts'

/** Decisions of one import are journaled in portions, so that a commit stays short. */
const portion = 1000

/** Takes the table; `save` gets portions of new and changed people. Throws as `importPeople`. */
export const savePeople = (
  { text }: Upload,
  parts: {
    readonly directory: Directory
    readonly file: string
    readonly save: (deeds: readonly Deed[]) => Promise<void>
  },
) =>
  importPeople(text, {
    ...parts,
    save: async people => {
      for (let start = 0; start < people.length; start += portion)
        await parts.save(
          people.slice(start, start + portion).map(data => ({ kind: 'person.set', data }) as const),
        )
    },
  })
