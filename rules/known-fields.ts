/** The fields that events of ours have under `unmapped.clientkeep`, so that a misspelt one is told before its rule stays silent for ever. */

import type { Item } from './engine/ast.ts'
import type { CompiledRules } from './engine/engine.ts'
import { didYouMean, type RuleFault } from './engine/faults.ts'
import type { Logic } from './engine/logic.ts'

const prefix = 'unmapped.clientkeep.'

/** As docs/events.md and docs/rules.md list them. */
export const knownFields: readonly string[] = [
  'subject',
  ...['place.kind', 'place.label', 'place.path', 'upload.kind', 'mail.is_external'],
  ...['opening.decision', 'opening.by'],
  ...['scan.status', 'scan.reason', 'scan.format', 'scan.bytes', 'scan.rows', 'scan.candidates'],
  ...['scan.kinds.email', 'scan.kinds.phone', 'scan.filter_version', 'scan.duration_ms'],
  ...['customers.distinct', 'customers.share_percent', 'customers.ids', 'customers.canaries'],
  ...['canaries', 'customers.canary_of.export', 'customers.canary_of.person'],
  ...['customers.own', 'customers.others', 'customers.own_share_percent'],
  ...['customers.exports.number', 'customers.exports.rows', 'customers.exports.of'],
  ...['person.id', 'person.known', 'person.departing', 'person.after_last_day'],
  ...['person.days_to_last_day', 'person.off_hours', 'person.department', 'person.title'],
  ...['change.records', 'change.fields', 'change.owner_is_actor'],
  ...['peripheral.kind', 'peripheral.key', 'peripheral.port', 'peripheral.at_start'],
  ...['peripheral.identity.quality', 'peripheral.vendor_id', 'peripheral.product_id'],
  ...['clipboard.kind', 'clipboard.file', 'clipboard.files'],
  ...['print.pages', 'print.copies', 'print.state'],
  ...['logged.connector', 'logged.records'],
  ...['degradation.sensor', 'degradation.reason', 'degradation.lost'],
].map(name => prefix + name)

const fieldsOf = (logic: Logic<Item>): readonly string[] => {
  if (logic.kind === 'leaf') return logic.leaf.field === undefined ? [] : [logic.leaf.field]
  return logic.kind === 'not' ? fieldsOf(logic.of) : logic.of.flatMap(fieldsOf)
}

/** Warnings, at the beginning of each rule, for fields of ours that no event has. */
export function unknownFields({
  rules,
  programs,
  correlations,
}: CompiledRules): readonly RuleFault[] {
  const used = [
    ...programs.map(({ rule, detection }) => ({ rule, fields: fieldsOf(detection.logic) })),
    ...correlations.flatMap(({ rule: number, groupFields, spec }) => {
      const rule = rules[number]
      return rule ? [{ rule, fields: [...groupFields.flat(), ...spec.fields] }] : []
    }),
  ]
  return used.flatMap(({ rule: { path, line }, fields }) =>
    [...new Set(fields)]
      .filter(field => field.startsWith(prefix) && !knownFields.includes(field))
      .map(field => ({
        ...{ path, line, column: 1 },
        message: `no event has the field "${field}"${didYouMean(field, knownFields)}`,
      })),
  )
}
