/** When each people feed was last read, and what it brought. Projected from the journal, so that a restart does not make an old feed young. */
import type { FeedRead } from '../../../events/people-feeds.ts'
import type { Decision } from '../../journal/decisions.ts'
import type { Database } from '../../store/database.ts'

export interface FeedReads {
  of(feed: string): FeedRead | undefined
  apply(decision: Decision): void
}

export function openFeedReads(database: Database): FeedReads {
  const one = database.prepare<[string], FeedRead>(
    `SELECT at_ms AS at, as_of_ms AS as_of, rows, added, changed, refused FROM people_feed WHERE feed = ?`,
  )
  const put = database.prepare(
    'INSERT OR REPLACE INTO people_feed VALUES (@feed, @time, @as_of, @rows, @added, @changed, @refused)',
  )
  return {
    of: feed => one.get(feed),
    apply: ({ kind, data, time }) => {
      if (kind === 'people.fed') put.run({ ...data, time })
    },
  }
}
