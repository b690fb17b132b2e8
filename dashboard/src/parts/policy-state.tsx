/** Whether the endpoints watch what is saved here already: how many do, and which are still to come. */
import { CircleCheck, LoaderCircle } from 'lucide-react'
import type { Setup } from '../../../events/api.ts'
import { isCurrent } from '../endpoint-health.ts'
import { t } from '../text.ts'
import css from './setup.module.css'

interface Props {
  readonly endpoints: Setup['endpoints']
  readonly version: number
}

export function PolicyState({ endpoints, version }: Props) {
  const current = endpoints.filter(endpoint => isCurrent(endpoint, version)).length
  const isAll = current === endpoints.length
  const Icon = isAll ? CircleCheck : LoaderCircle
  if (endpoints.length === 0) return <p className={css.policy}>{t('setup.noEndpoint')}</p>
  return (
    <p className={css.policy} data-current={isAll} data-testid="policy-state" role="status">
      <Icon size={15} aria-hidden />
      {isAll
        ? t('setup.inForce', { count: current })
        : t('setup.inForcePart', {
            current,
            endpoints: t('words.endpoints', { count: endpoints.length }),
          })}
    </p>
  )
}
