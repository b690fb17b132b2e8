/** Settles which rules correlations refer to, and puts what is referred to before what refers to it. */
import { createHash } from 'node:crypto'
import { didYouMean, type Report } from '../faults.ts'
import type { Correlation, CorrelationRule } from './correlation.ts'

/** What linking has to know of each rule. */
export interface LinkableRule {
  readonly id: string
  readonly name?: string | undefined
  /** Hash of what the rule says itself. */
  readonly digest: string
  /** Undefined for a detection. */
  readonly correlation?: CorrelationRule | undefined
  /** Takes faults of the rule's file. */
  readonly report: Report
}

type Indexes = ReadonlyMap<string, number>

const find = (indexes: Indexes, text: string): number | undefined =>
  indexes.get(text) ?? indexes.get(text.toLowerCase())

function resolve(
  rule: LinkableRule,
  spec: CorrelationRule,
  indexes: Indexes,
): readonly number[] | undefined {
  const found = spec.references.flatMap(({ text, at }) => {
    const index = find(indexes, text)
    if (index !== undefined) return [index]
    rule.report(at, `there is no rule "${text}"${didYouMean(text, [...indexes.keys()])}`)
    return []
  })
  if (found.length < spec.references.length) return undefined
  for (const [position, { text, at }] of spec.references.entries()) {
    const index = found[position] ?? -1
    if (found.indexOf(index) < position) rule.report(at, `"${text}" is already in the list`)
  }
  return found
}

/** The fields of each reference that stand for `group-by`. Aliases name rules by name or id, whichever the list uses. */
function groupFieldsOf(
  rule: LinkableRule,
  spec: CorrelationRule,
  targets: readonly number[],
  indexes: Indexes,
): readonly (readonly string[])[] {
  const aliases = new Map(
    [...spec.aliases].map(([alias, fields]) => {
      const byRule = new Map(
        fields.map(({ rule: { text }, field }) => [find(indexes, text), field]),
      )
      for (const { text, at } of fields.map(field => field.rule)) {
        if (targets.includes(find(indexes, text) ?? -1)) continue
        const hint = didYouMean(
          text,
          spec.references.map(reference => reference.text),
        )
        rule.report(at, `"${text}" is none of this correlation's rules${hint}`)
      }
      return [alias, byRule] as const
    }),
  )
  return targets.map((target, position) =>
    spec.groupBy.map(name => {
      const alias = aliases.get(name)
      const field = alias?.get(target)
      const { text, at } = spec.references[position] ?? {}
      // Without a field it would look for the alias itself in that rule's events.
      if (alias && field === undefined && at) {
        rule.report(at, `the alias "${name}" has no field for "${text}"`)
      }
      return field ?? name
    }),
  )
}

const digestOf = (rule: LinkableRule, references: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([rule.id, rule.digest, references]))
    .digest('hex')

/**
 * The correlations among `rules`, each after those it refers to. Faults go to the rules' own reports: unknown references and cycles.
 * Indexes of the result count in `rules`.
 */
export function linkCorrelations(rules: readonly LinkableRule[]): readonly Correlation[] {
  const indexes = new Map<string, number>()
  for (const [index, { id, name }] of rules.entries()) {
    indexes.set(id, index)
    if (name !== undefined) indexes.set(name, index)
  }
  const references = rules.map(rule => rule.correlation && resolve(rule, rule.correlation, indexes))
  const linked: Correlation[] = []
  const digests = rules.map(rule => rule.digest)
  const state: ('open' | 'done' | undefined)[] = []

  function visit(index: number): boolean {
    if (state[index] !== undefined) return state[index] === 'done'
    const rule = rules[index]
    const targets = references[index]
    if (!rule?.correlation || !targets) {
      state[index] = 'done'
      return true
    }
    state[index] = 'open'
    const spec = rule.correlation
    for (const [position, target] of targets.entries()) {
      const { at, text } = spec.references[position] ?? {}
      if (!visit(target) && at) rule.report(at, `"${text}" refers back to this correlation`)
    }
    state[index] = 'done'
    const referenceDigests = targets.map(target => digests[target] ?? '')
    const digest = digestOf(rule, referenceDigests)
    digests[index] = digest
    const groupFields = groupFieldsOf(rule, spec, targets, indexes)
    linked.push({ rule: index, references: targets, referenceDigests, groupFields, spec, digest })
    return true
  }

  for (const index of rules.keys()) visit(index)
  return linked
}
