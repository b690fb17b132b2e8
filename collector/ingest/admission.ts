/** Whether an event may be taken: JSON that is not too deep, of a class that is known, fits its schema, and speaks for its sender alone. Pure. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { eventClasses } from '../../events/classes.ts'
import { limits } from '../../events/limits.ts'
import { type AnyEvent, readAny } from '../detect/any-event.ts'

const known = new Map([...eventClasses].map(([uid, schema]) => [uid, Compile(schema)]))

/** Whom an event speaks for. */
const Speaker = Compile(Type.Object({ device: Type.Object({ uid: Type.String() }) }))

const optional = Type.Optional
const integer = Type.Integer()

/** What OCSF's base event asks of every class, of those who are no agents of ours. */
const Produced = Compile(
  Type.Object({
    activity_id: integer,
    category_uid: integer,
    class_uid: integer,
    severity_id: integer,
    type_uid: integer,
    metadata: Type.Object({
      version: Type.String({ minLength: 1 }),
      product: Type.Object({ name: optional(Type.String()) }),
    }),
    /** What a producer counted itself; what only a scan of ours can say is not its to say. */
    unmapped: optional(
      Type.Object({
        clientkeep: optional(
          Type.Object(
            { place: optional(Type.Unknown()), customers: optional(Type.Unknown()) },
            { additionalProperties: false },
          ),
        ),
      }),
    ),
  }),
)

const isProducer = (source: string): boolean => source.startsWith('producer:')

/** Agents' ids have no colon; what the collector observed itself (`mail:<id>`) was made by its own code. */
const isAgent = (source: string): boolean => !source.includes(':')

export type Admission =
  | { readonly event: AnyEvent; readonly reason?: undefined }
  | { readonly event?: undefined; readonly reason: string }

/** Whether nothing in it lies deeper: what copies an object between threads or writes it out goes down as deep as it is. */
function isShallow(value: unknown, levels: number = limits.eventDepthMax): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  for (const key in value) {
    const inner: unknown = Reflect.get(value, key)
    if (typeof inner === 'object' && !isShallow(inner, levels - 1)) return false
  }
  return true
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function producedFault(event: AnyEvent): string | undefined {
  if (!Produced.Check(event)) {
    const first = Produced.Errors(event)[0]
    return `${first?.instancePath || '/'}: ${first?.message ?? 'is no OCSF event'}`
  }
  const { class_uid, activity_id, type_uid } = event
  return type_uid === class_uid * 100 + activity_id
    ? undefined
    : `/type_uid: must be class_uid * 100 + activity_id, ${class_uid * 100 + activity_id}`
}

function faultOf(event: AnyEvent, source: string): string | undefined {
  if (isProducer(source)) return producedFault(event)
  if (!isAgent(source)) return undefined
  const schema = known.get(event.class_uid)
  if (!schema) return `class_uid ${event.class_uid} is not taken from agents`
  if (!schema.Check(event)) {
    const first = schema.Errors(event)[0]
    return `${first?.instancePath || '/'}: ${first?.message ?? 'does not fit its schema'}`
  }
  const uid = Speaker.Check(event) ? event.device.uid : undefined
  return uid === source ? undefined : 'device.uid is not the agent that sent it'
}

/** Looks at one event of `source`; gives it parsed, or the reason why it cannot be taken. */
export function admit(body: string, source: string): Admission {
  const value = parse(body)
  if (value === undefined) return { reason: 'is no JSON' }
  if (!isShallow(value)) return { reason: `nested deeper than ${limits.eventDepthMax} levels` }
  const event = readAny(value)
  if (typeof event === 'string') return { reason: event }
  const reason = faultOf(event, source)
  return reason === undefined ? { event } : { reason }
}
