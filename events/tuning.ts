/** Tuning: how well each rule does, the budget of false alarms, what could be left out, and what is. Pure. */
import Type, { type Static } from 'typebox'

export const traitKinds = ['device', 'place', 'program', 'endpoint'] as const
export type TraitKind = (typeof traitKinds)[number]

/**
 * What the events behind a finding share. `device`: vendor, product and serial of a drive that can be told from all others; `program`: the path
 * it was started from; `place`: kind and label of what is no drive; `endpoint`: its host name.
 */
export const Trait = Type.Object({
  kind: Type.Union([
    Type.Literal('device'),
    Type.Literal('place'),
    Type.Literal('program'),
    Type.Literal('endpoint'),
  ]),
  value: Type.String({ minLength: 1, maxLength: 300 }),
})
export type Trait = Static<typeof Trait>

const Count = Type.Integer({ minimum: 0 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' })

/** Alerts that a rule was part of, each once. */
const RuleEffect = Type.Object({
  rule: Type.String(),
  title: Type.String(),
  findings: Count,
  open: Count,
  confirmed: Count,
  dismissed: Count,
  dismissed_this_week: Count,
  confirmed_share: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: 'Of the closed ones; null before any is closed',
  }),
  share_of_budget: Type.Number({ minimum: 0, description: 'Of the week, by what was dismissed' }),
})
export type RuleEffect = Static<typeof RuleEffect>

const Suggestion = Type.Object({
  rule: Type.String(),
  title: Type.String(),
  trait: Trait,
  dismissed: Count,
  open: Count,
  words: Type.String(),
})
export type Suggestion = Static<typeof Suggestion>

export const ExclusionState = Type.Union([
  Type.Literal('proposed'),
  Type.Literal('in force'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
])
export type ExclusionState = Static<typeof ExclusionState>

/** Findings of a rule with a trait that raise no alert. They are kept and counted. */
export const Exclusion = Type.Object({
  id: Type.String(),
  rule: Type.String(),
  trait: Trait,
  state: ExclusionState,
  reason: Type.String(),
  proposed_by: Type.String(),
  proposed_at: Time,
  decided_by: Type.Union([Type.String(), Type.Null()]),
  decided_at: Type.Union([Time, Type.Null()]),
  kept_out: Count,
})
export type Exclusion = Static<typeof Exclusion>

export const TuningReport = Type.Object({
  days: Type.Integer(),
  budget: Type.Object({
    dismissed_this_week: Count,
    per_week: Count,
    warnings: Type.Array(Type.String()),
  }),
  rules: Type.Array(RuleEffect),
  suggestions: Type.Array(Suggestion),
  exclusions: Type.Array(Exclusion),
})
export type TuningReport = Static<typeof TuningReport>

export const ExclusionRequest = Type.Object({
  rule: Type.String({ minLength: 1, maxLength: 200 }),
  trait: Trait,
  reason: Reason,
})

export const ExclusionDecision = Type.Object({
  action: Type.Union([Type.Literal('accept'), Type.Literal('refuse'), Type.Literal('withdraw')]),
  reason: Reason,
})
export type ExclusionDecision = Static<typeof ExclusionDecision>
