/** One key: what it is called, which kind it is, what about it is weak, when it was used. */
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { OwnKey } from '../../../events/api-identity.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { Age } from './age.tsx'

/** What is weaker about a key than it should be. */
function weakOf({ trust, synced }: OwnKey): string[] {
  return [
    ...(synced ? [t('access.weak.synced')] : []),
    ...(trust === 'none' ? [t('access.weak.none')] : []),
    ...(trust === 'claimed' ? [t('access.weak.claimed')] : []),
  ]
}

export function KeyRow({
  name,
  children,
}: {
  readonly name: OwnKey
  readonly children?: ReactNode
}) {
  const { label, model, registered_at, used_at, revoked_at, revoked_reason } = name
  return (
    <li className={css.row}>
      <KeyRound size={18} aria-hidden />
      <div className={css.main}>
        <strong>{label}</strong>
        <div className={css.facts}>
          {model !== label && <span>{model}</span>}
          <span>
            {t.rich('access.added', { time: () => <Age time={registered_at} isSentence /> })}
          </span>
          <span>
            {used_at === null
              ? t('access.notUsed')
              : t.rich('access.used', { time: () => <Age time={used_at} isSentence /> })}
          </span>
          {revoked_at === null ? (
            weakOf(name).map(text => (
              <span key={text} className={css.weak}>
                {text}
              </span>
            ))
          ) : (
            <span>
              {t.rich('access.revoked', {
                reason: revoked_reason ?? '',
                time: () => <Age time={revoked_at} isSentence />,
              })}
            </span>
          )}
        </div>
      </div>
      {revoked_at === null && children && <div className={css.end}>{children}</div>}
    </li>
  )
}
