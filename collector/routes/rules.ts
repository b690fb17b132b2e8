/** Rules: which there are and how they do, drafts checked and tried on the past, and changes of them, each with a touch and a reason. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import {
  RuleCheck,
  RuleDetail,
  RuleDraft,
  RuleList,
  RuleMode,
  RuleModeChange,
  RuleRemoval,
  RuleTrial,
  RuleWriting,
  TrialRequest,
} from '../../events/rule-book.ts'
import { RuleFaults } from '../../rules/engine/faults.ts'
import { knownFields } from '../../rules/known-fields.ts'
import { draftOf, draftPath } from '../rules/draft.ts'
import { sha256Of } from '../rules/own-rules.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

const RuleMade = Type.Object({ id: Type.String(), mode: RuleMode })
const Removed = Type.Object({ removed: Type.Boolean() })

export function rules(app: App, parts: Parts): void {
  const { ruleBook, ownRules } = parts
  const read = { access: 'user', needs: 'tuning.read' } as const
  const write = { access: 'user', needs: 'rules.change' } as const
  const change = { ...write, stepUp: 'rules' } as const

  /** A draft without faults. Rejects with RuleFaults. */
  const needGood = async (text: string) => {
    const draft = draftOf(text, await ruleBook.sources())
    const { faults } = draft.check
    if (faults.length > 0)
      throw new RuleFaults(faults.map(fault => ({ ...fault, path: draftPath })))
    if (draft.numbers.length === 0)
      throw new Fault('ERR_INPUT_INVALID', 'text: there is no rule in it')
    return draft
  }
  const needRule = (id: string) => {
    const rule = parts.rules.get(id)
    if (rule) return rule
    throw new Fault('ERR_NOT_FOUND', `there is no rule "${id}" in force; open the list of rules`)
  }

  app.get('/api/v1/rules', { config: read, schema: { response: { 200: RuleList } } }, async () => ({
    rules: [...ruleBook.list()],
    fields: [...knownFields],
  }))

  app.get(
    '/api/v1/rules/:id',
    { config: read, schema: { params: IdParams, response: { 200: RuleDetail } } },
    async ({ params }) => ruleBook.detail(params.id),
  )

  app.post(
    '/api/v1/rule-checks',
    { config: write, schema: { body: RuleDraft, response: { 200: RuleCheck } } },
    async ({ body }) => draftOf(body.text, await ruleBook.sources()).check,
  )

  app.post(
    '/api/v1/rule-trials',
    { config: write, schema: { body: TrialRequest, response: { 200: RuleTrial } } },
    async ({ principal, body: { text, days }, raw }) => {
      await needGood(text)
      const gone = new AbortController()
      raw.socket.once('close', () => gone.abort())
      if (raw.socket.destroyed) gone.abort()
      const signal = AbortSignal.any([gone.signal, parts.stopping])
      const trial = await ruleBook.try(text, days, signal)
      const data = { sha256: sha256Of(text), trial }
      await parts.decide(principal, [{ kind: 'rule.tried', data }])
      return trial
    },
  )

  app.put(
    '/api/v1/rules/:id',
    {
      config: change,
      schema: { params: IdParams, body: RuleWriting, response: { 200: RuleMade } },
    },
    async ({ principal, params: { id }, body: { text, reason } }) => {
      const { compiled, numbers, check } = await needGood(text)
      const ids = numbers.flatMap(number => compiled.rules[number]?.id ?? [])
      if (!ids.includes(id))
        throw new Fault('ERR_INPUT_INVALID', `text: no rule in it has the id ${id}`)
      if (ids.some(each => parts.rules.has(each) && !ownRules.get(id)))
        throw new Fault(
          'ERR_CONFLICT',
          'a rule with this id is in force already; give the new one an id of its own',
        )
      const failed = check.tests.filter(({ pass }) => !pass)
      if (failed.length > 0)
        throw new Fault(
          'ERR_INPUT_INVALID',
          `text: ${failed.length} tests of the rule fail; mend the rule or the test`,
        )
      // What was not tried on the past gives no alert yet.
      const wasOn = ownRules.get(id) !== undefined && ownRules.modeOf(id) === 'on'
      const mode: RuleMode = wasOn && ownRules.trialOf(text) ? 'on' : 'shadow'
      const data = { rule: id, rules: ids, text, mode, reason: reason.trim() }
      await parts.decide(principal, [{ kind: 'rule.written', data }])
      await parts.detection.reload()
      return { id, mode }
    },
  )

  app.post(
    '/api/v1/rules/:id/removal',
    { config: change, schema: { params: IdParams, body: RuleRemoval, response: { 200: Removed } } },
    async ({ principal, params: { id }, body }) => {
      if (!ownRules.get(id))
        throw new Fault(
          'ERR_CONFLICT',
          'only rules that were written here can be removed; switch this one off',
        )
      const data = { rule: id, reason: body.reason.trim() }
      await parts.decide(principal, [{ kind: 'rule.removed', data }])
      await parts.detection.reload()
      return { removed: true }
    },
  )

  app.post(
    '/api/v1/rules/:id/mode',
    {
      config: { access: 'user', needs: 'rules.switch', stepUp: 'rules' },
      schema: { params: IdParams, body: RuleModeChange, response: { 200: RuleMade } },
    },
    async ({ principal, params: { id }, body: { mode, reason } }) => {
      needRule(id)
      const own = ownRules.get(id)
      if (mode === 'on' && own && !ownRules.trialOf(own.text))
        throw new Fault(
          'ERR_CONFLICT',
          'this text was not tried on the past yet: try it, look at the alerts per week, then switch it on',
        )
      const data = { rule: id, mode, reason: reason.trim() }
      await parts.decide(principal, [{ kind: 'rule.mode-set', data }])
      return { id, mode }
    },
  )
}
