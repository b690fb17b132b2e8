/** An invitation's link, shown once: it is kept nowhere. */
import type { Invitation } from '../../../events/api-identity.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { Copyable } from './copyable.tsx'

export function InvitationLink({ token, name }: Invitation & { readonly name: string }) {
  return (
    <div className={css.link} data-testid="invitation" role="status">
      <span>{t('access.giveLink', { name })}</span>
      <Copyable
        text={`${location.origin}/join#token=${token}`}
        label={t('access.linkFor', { name })}
      />
    </div>
  )
}
