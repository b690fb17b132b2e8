/** The catalog speaks OCSF: the events of its tests have attributes, types and activities of the schema, so that sensors to come will fit. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../rules/engine/compile.ts'
import type { EventObject } from '../../rules/engine/event.ts'
import { catalogDir, loadRules } from '../../rules/load.ts'
import { hasSchema, ocsfValidator, schemaDir } from '../events/ocsf-schema.ts'

if (!hasSchema) console.warn('skipped: OCSF schema (../shared/data/ocsf-schema is absent)')

const { rules } = compileRules(await loadRules(catalogDir), { catalog: true })
const events = rules.flatMap(({ name, tests }) =>
  tests.flatMap(test => test.events.map(event => ({ name, event }))),
)

/** OCSF has no print job: it is the activity Other of a file, under our name. */
const ours = ['1001 Print']

/** `class_uid activity` of all classes. */
function activities(): ReadonlySet<string> {
  const json = (path: string) => JSON.parse(readFileSync(join(schemaDir, path), 'utf8'))
  const { attributes: categories } = json('categories.json')
  const found = readdirSync(join(schemaDir, 'events'), { recursive: true, encoding: 'utf8' })
    .filter(path => /\w[\\/]\w+\.json$/.test(path))
    .flatMap(path => {
      const { uid, attributes } = json(join('events', path))
      const category = categories[path.split(/[\\/]/)[0] ?? '']?.uid
      const names: { caption: string }[] = Object.values(attributes.activity_id?.enum ?? {})
      return names.map(({ caption }) => `${category * 1000 + uid} ${caption}`)
    })
  return new Set([...found, ...ours])
}

/** Tests give only what their rule looks at: what is missing is no fault here, what is wrong is. */
const isMissing = (fault: string) => /: (is required|needs the profile .*)$/.test(fault)

describe.skipIf(!hasSchema)('the events of the catalog', () => {
  const validate = hasSchema ? ocsfValidator() : () => []

  const faultsOf = (event: EventObject): readonly string[] => {
    const class_uid = Number(event.class_uid)
    return validate({
      ...event,
      class_uid,
      category_uid: Math.floor(class_uid / 1000),
      activity_id: 99,
      type_uid: class_uid * 100 + 99,
      metadata: { profiles: [] },
    }).filter(fault => !isMissing(fault))
  }

  test('have no attribute that OCSF does not have, and values of its types', () => {
    const faults = events.flatMap(({ name, event }) =>
      faultsOf(event).map(fault => `${name}: ${fault}`),
    )
    expect([...new Set(faults)]).toEqual([])
    expect(faultsOf({ class_uid: 1001, surprise: 1, file: { extension: 'csv' } })).toEqual([
      'event.surprise: is no attribute here',
      'event.file.extension: is no attribute here',
    ])
  })

  test('name activities of their class', () => {
    const known = activities()
    const used = events.flatMap(({ event: { class_uid, activity_name } }) =>
      activity_name === undefined ? [] : [`${class_uid} ${activity_name}`],
    )
    expect(
      [...new Set(used)].filter(activity => !known.has(activity) && !activity.endsWith(' Other')),
    ).toEqual([])
  })
})
