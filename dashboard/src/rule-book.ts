/** Rules, in the page: which there are, a draft that is checked and tried, and changes, each of which takes a touch. */
import { queryOptions } from '@tanstack/react-query'
import type { RuleMode } from '../../events/rule-book.ts'
import { client, take } from './client.ts'
import { t } from './text.ts'
import { touch } from './touch.ts'

const of = (id: string) => ({ path: { id } })

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: () => take(client.GET('/api/v1/rules')),
})

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', id],
    queryFn: () => take(client.GET('/api/v1/rules/{id}', { params: of(id) })),
  })

/** Faults, warnings and tests of a text. */
export const checkRule = (text: string) =>
  take(client.POST('/api/v1/rule-checks', { body: { text } }))

/** What a text gives on the last days. */
export const tryRule = (text: string, days: number) =>
  take(client.POST('/api/v1/rule-trials', { body: { text, days } }))

export const writeRule = (id: string, text: string, reason: string) =>
  take(
    client.PUT('/api/v1/rules/{id}', {
      ...{ params: of(id), body: { text, reason } },
      ...touch(t('rules.touch')),
    }),
  )

export const removeRule = (id: string, reason: string) =>
  take(
    client.POST('/api/v1/rules/{id}/removal', {
      ...{ params: of(id), body: { reason } },
      ...touch(t('rules.touch')),
    }),
  )

export const switchRule = (id: string, mode: RuleMode, reason: string) =>
  take(
    client.POST('/api/v1/rules/{id}/mode', {
      ...{ params: of(id), body: { mode, reason } },
      ...touch(t('rules.touch')),
    }),
  )

/** The id that a text says; undefined where it says none. */
export const idIn = (text: string): string | undefined =>
  /^id:\s*['"]?([0-9a-f-]{36})['"]?\s*$/im.exec(text)?.[1]?.toLowerCase()

/** The same rule as one of the company's own. */
export const copyOf = (text: string): string =>
  text
    .replace(/^id:.*$/m, `id: ${crypto.randomUUID()}`)
    .replace(/^name:\s*(.*)$/m, 'name: own.$1')
    .replace(/^status:.*$/m, 'status: experimental')
