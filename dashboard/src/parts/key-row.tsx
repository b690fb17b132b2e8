/** One key: what it is called, which kind it is, what about it is weak, when it was used. */
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { OwnKey } from '../../../events/api-identity.ts'
import css from './access.module.css'
import { Age } from './age.tsx'

/** What is weaker about a key than it should be. */
function weakOf({ trust, synced }: OwnKey): string[] {
  return [
    ...(synced ? ['synced: copies may be on other devices'] : []),
    ...(trust === 'none' ? ['does not prove its kind'] : []),
    ...(trust === 'claimed' ? ['its maker is claimed, not proven'] : []),
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
            added <Age time={registered_at} isSentence />
          </span>
          <span>
            {used_at === null ? (
              'not used yet'
            ) : (
              <>
                used <Age time={used_at} isSentence />
              </>
            )}
          </span>
          {revoked_at === null ? (
            weakOf(name).map(text => (
              <span key={text} className={css.weak}>
                {text}
              </span>
            ))
          ) : (
            <span>
              revoked <Age time={revoked_at} isSentence />: {revoked_reason}
            </span>
          )}
        </div>
      </div>
      {revoked_at === null && children && <div className={css.end}>{children}</div>}
    </li>
  )
}
