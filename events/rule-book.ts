/** Rules as the collector's API shows and takes them: which there are, how they do, a draft that is checked and tried, and whether one raises alerts. */
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Count = Type.Integer({ minimum: 0 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Reason = Type.String({ minLength: 3, maxLength: 500 })

/** `shadow`: findings are made and counted, and raise no alert. `off`: nor are they counted. */
export const RuleMode = Type.Union([
  Type.Literal('on'),
  Type.Literal('shadow'),
  Type.Literal('off'),
])
export type RuleMode = Static<typeof RuleMode>

/** What a rule gave on the past. */
export const RuleTrial = Type.Object({
  at: Time,
  days: Count,
  events: Count,
  findings: Count,
  known: Type.Integer({ description: 'Of these, findings that the journal has already' }),
  alerts_per_week: Type.Number(),
  weeks: Type.Array(
    Type.Object({
      from: Type.String({ description: 'Monday, ISO 8601 date' }),
      alerts: Type.Integer({ description: 'People with a finding: open ones are one alert' }),
      findings: Count,
      known: Count,
    }),
  ),
  people: Type.Array(Type.Object({ subject: Type.String(), findings: Count })),
})
export type RuleTrial = Static<typeof RuleTrial>

export const RuleLine = Type.Object({
  id: Type.String(),
  name: Type.String(),
  title: Type.String(),
  level: Type.String(),
  status: Type.String(),
  points: Count,
  /** `catalog`: comes with the product; `folder`: a file in the data folder; `own`: written here. */
  origin: Type.Union([Type.Literal('catalog'), Type.Literal('folder'), Type.Literal('own')]),
  mode: RuleMode,
  findings: Count,
  open: Count,
  confirmed: Count,
  dismissed: Count,
  shadowed: Type.Integer({ description: 'Findings while in shadow, of the same days' }),
})
export type RuleLine = Static<typeof RuleLine>

export const RuleList = Type.Object({
  rules: Type.Array(RuleLine),
  /** For the editor: fields of events. */
  fields: Type.Array(Type.String()),
})
export type RuleList = Static<typeof RuleList>

export const RuleDetail = Type.Object({
  rule: RuleLine,
  text: Type.String(),
  written: Nullable(Type.Object({ by: Type.String(), at: Time })),
  trial: Nullable(RuleTrial),
})
export type RuleDetail = Static<typeof RuleDetail>

export const RuleText = Type.String({ minLength: 1, maxLength: limits.ruleFileBytesMax })
export const RuleDraft = Type.Object({ text: RuleText })

const Fault = Type.Object({ line: Count, column: Count, message: Type.String() })
export const RuleCheck = Type.Object({
  faults: Type.Array(Fault),
  warnings: Type.Array(Fault),
  tests: Type.Array(
    Type.Object({
      rule: Type.String(),
      name: Type.String(),
      line: Count,
      expected: Count,
      actual: Count,
      pass: Type.Boolean(),
    }),
  ),
})
export type RuleCheck = Static<typeof RuleCheck>

export const TrialRequest = Type.Object({
  text: RuleText,
  days: Type.Integer({ minimum: 1, maximum: 3650, default: 90 }),
})
export const RuleWriting = Type.Object({ text: RuleText, reason: Reason })
export const RuleModeChange = Type.Object({ mode: RuleMode, reason: Reason })
export const RuleRemoval = Type.Object({ reason: Reason })
