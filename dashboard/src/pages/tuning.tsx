/** How rules do by what officers said of their alerts, the week's budget of noise, and what is left out of which rule. */
import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import type { TuningReport } from '../../../events/tuning.ts'
import { Empty } from '../parts/empty.tsx'
import { ExclusionRows } from '../parts/exclusion-rows.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { NoiseBudget } from '../parts/noise-budget.tsx'
import { RuleEffects } from '../parts/rule-effects.tsx'
import { TuningSuggestions } from '../parts/tuning-suggestions.tsx'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { tuningQuery } from '../tuning.ts'

const isEmpty = ({ rules, exclusions }: TuningReport): boolean =>
  rules.length === 0 && exclusions.length === 0

export default function Tuning() {
  useTitle(t('nav.tuning'))
  const report = useQuery(tuningQuery)
  return (
    <div className="page">
      <h1>{t('nav.tuning')}</h1>
      <Loaded
        query={report}
        label={t('tuning.loading')}
        isEmpty={isEmpty}
        empty={
          <Empty icon={SlidersHorizontal} title={t('tuning.empty')}>
            <p>{t('tuning.emptyText')}</p>
          </Empty>
        }
      >
        {({ days, budget, rules, suggestions, exclusions }) => (
          <>
            <p className="quiet">{t('tuning.intro', { days })}</p>
            <NoiseBudget budget={budget} rules={rules} />
            {suggestions.length > 0 && <TuningSuggestions suggestions={suggestions} />}
            {exclusions.length > 0 && <ExclusionRows exclusions={exclusions} rules={rules} />}
            <RuleEffects rules={rules} />
          </>
        )}
      </Loaded>
    </div>
  )
}
