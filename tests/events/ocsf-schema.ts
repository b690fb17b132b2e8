/** Checks events against the OCSF schema sources: unknown attributes, missing ones, types, enumerations, profiles. Written from the schema's own metaschema. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const schemaDir = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'shared',
  'data',
  'ocsf-schema',
)
export const hasSchema = existsSync(join(schemaDir, 'dictionary.json'))

interface Attribute {
  requirement?: string
  type?: string
  is_array?: boolean
  enum?: Record<string, unknown>
  profile?: string | null
}
type Attributes = Record<string, Attribute>
interface Definition {
  name: string
  extends?: string
  uid?: number
  category?: string
  attributes: Record<string, Attribute> & { $include?: string[] }
}

const json = (path: string) => JSON.parse(readFileSync(join(schemaDir, path), 'utf8'))

function definitions(folder: string): Map<string, Definition> {
  const names = readdirSync(join(schemaDir, folder), { recursive: true, encoding: 'utf8' })
  const files = names.filter(name => name.endsWith('.json')).map(name => json(join(folder, name)))
  return new Map(files.map((definition: Definition) => [definition.name, definition]))
}

/** A validator over the schema in `../shared`. */
export function ocsfValidator() {
  const dictionary: {
    attributes: Attributes
    types: { attributes: Record<string, { type?: string }> }
  } = json('dictionary.json')
  const categories: { attributes: Record<string, { uid: number }> } = json('categories.json')
  const events = definitions('events')
  const objects = definitions('objects')

  /** Attributes of a definition with those of what it extends and includes; profile attributes carry their profile's name. */
  function attributesOf(definition: Definition, all: Map<string, Definition>): Attributes {
    const parent = definition.extends ? all.get(definition.extends) : undefined
    const merged: Attributes = parent ? { ...attributesOf(parent, all) } : {}
    const { $include = [], ...own } = definition.attributes
    for (const path of $include) {
      const profile: { name: string; attributes: Attributes } = json(path)
      for (const [name, attribute] of Object.entries(profile.attributes)) {
        merged[name] = { ...attribute, profile: profile.name }
      }
    }
    for (const [name, attribute] of Object.entries(own))
      merged[name] = { ...merged[name], ...attribute }
    return merged
  }

  const baseType = (type: string): string => dictionary.types.attributes[type]?.type ?? type

  function checkScalar(path: string, type: string, value: unknown): string[] {
    const base = baseType(type)
    if (base === 'json_t') return []
    const isFit =
      base === 'integer_t' || base === 'long_t' || base === 'timestamp_t'
        ? Number.isSafeInteger(value)
        : base === 'boolean_t'
          ? typeof value === 'boolean'
          : base === 'float_t'
            ? typeof value === 'number'
            : typeof value === 'string'
    return isFit ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`]
  }

  function checkValue(
    path: string,
    name: string,
    use: Attribute,
    value: unknown,
    profiles: string[],
  ): string[] {
    const entry = dictionary.attributes[name]
    if (!entry) return [`${path}: not in the dictionary`]
    const type = use.type ?? entry.type ?? ''
    if ((use.is_array ?? entry.is_array) === true) {
      if (!Array.isArray(value)) return [`${path}: is no array`]
      return value.flatMap((item, index) =>
        checkOne(`${path}[${index}]`, type, use, entry, item, profiles),
      )
    }
    return checkOne(path, type, use, entry, value, profiles)
  }

  function checkOne(
    path: string,
    type: string,
    use: Attribute,
    entry: Attribute,
    value: unknown,
    profiles: string[],
  ): string[] {
    if (dictionary.types.attributes[type]) {
      const choices = { ...entry.enum, ...use.enum }
      // The schema's server fills these two in from class and category; they are checked below.
      const isDerived = path === 'event.class_uid' || path === 'event.category_uid'
      const isChoice = isDerived || Object.keys(choices).length === 0 || String(value) in choices
      return [
        ...checkScalar(path, type, value),
        ...(isChoice ? [] : [`${path}: ${value} is not in its enumeration`]),
      ]
    }
    const definition = objects.get(type)
    if (!definition) return [`${path}: unknown object ${type}`]
    if (type === 'object') return []
    return checkObject(path, attributesOf(definition, objects), value, profiles)
  }

  function checkObject(
    path: string,
    attributes: Attributes,
    value: unknown,
    profiles: string[],
  ): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${path}: is no object`]
    const isOn = (attribute: Attribute | undefined) =>
      !attribute?.profile || profiles.includes(attribute.profile)
    const missing = Object.entries(attributes)
      .filter(
        ([name, attribute]) =>
          attribute.requirement === 'required' && isOn(attribute) && !(name in value),
      )
      .map(([name]) => `${path}.${name}: is required`)
    const wrong = Object.entries(value).flatMap(([name, item]) => {
      const use = attributes[name]
      if (!use) return [`${path}.${name}: is no attribute here`]
      if (!isOn(use)) return [`${path}.${name}: needs the profile ${use.profile}`]
      return checkValue(`${path}.${name}`, name, use, item, profiles)
    })
    return [...missing, ...wrong]
  }

  /** Faults of an event, each with its path; none where it is valid. */
  return function validate(event: {
    class_uid: number
    category_uid: number
    activity_id: number
    type_uid: number
    metadata: { profiles?: string[] }
  }): string[] {
    const categoryOf = (definition: Definition): string | undefined =>
      definition.category ??
      (definition.extends ? categoryOf(events.get(definition.extends) ?? definition) : undefined)
    const found = [...events.values()].find(definition => {
      const category = categories.attributes[categoryOf(definition) ?? '']?.uid
      return (
        definition.uid !== undefined &&
        category !== undefined &&
        category * 1000 + definition.uid === event.class_uid
      )
    })
    if (!found) return [`class_uid ${event.class_uid}: no such class`]
    const faults = checkObject(
      'event',
      attributesOf(found, events),
      event,
      event.metadata.profiles ?? [],
    )
    if (Math.floor(event.class_uid / 1000) !== event.category_uid)
      faults.push("event.category_uid: is not the class's")
    if (event.type_uid !== event.class_uid * 100 + event.activity_id)
      faults.push('event.type_uid: is not class * 100 + activity')
    return faults
  }
}
