/** What officers write and say of rules, as journal entries. */
import Type from 'typebox'
import { RuleMode, RuleText, RuleTrial } from '../../events/rule-book.ts'

const Text = Type.String({ maxLength: 10_000 })

export const ruleKinds = {
  /** `rules`: ids of all rules in the text, of which `rule` stands for the whole. */
  'rule.written': Type.Object({
    rule: Text,
    rules: Type.Array(Text),
    text: RuleText,
    mode: RuleMode,
    reason: Text,
  }),
  'rule.removed': Type.Object({ rule: Text, reason: Text }),
  'rule.mode-set': Type.Object({ rule: Text, mode: RuleMode, reason: Text }),
  /** `sha256`: of the text that was tried. */
  'rule.tried': Type.Object({ sha256: Text, trial: RuleTrial }),
} as const
