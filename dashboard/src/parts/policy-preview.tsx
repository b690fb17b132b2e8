/** Who and what a policy would touch, before it is set. */
import { Link } from 'wouter'
import type { PolicyPreview as Preview } from '../../../events/admin.ts'
import { t } from '../text.ts'
import css from './coverage.module.css'
import { PersonChip } from './person-chip.tsx'

function People({ people }: Pick<Preview['held'], 'people'>) {
  return people.map(person => <PersonChip key={person.id ?? person.pseudonym} person={person} />)
}

export function PolicyPreview({ preview }: { readonly preview: Preview }) {
  const { days, changes, endpoints, devices, held } = preview
  return (
    <section className={css.preview} data-testid="policy-preview" aria-live="polite">
      <h2>{t('admin.policy.previewTitle')}</h2>
      {changes.length === 0 ? (
        <p>{t('admin.policy.same')}</p>
      ) : (
        <p>
          {t.rich('admin.policy.reaches', {
            changes: changes.join(', '),
            all: endpoints.all,
            online: endpoints.online,
            link: words => <Link href="/coverage">{words}</Link>,
          })}
        </p>
      )}
      <p>{t('admin.policy.heldNow', { days, before: held.before, after: held.after })}</p>
      {held.people.length > 0 && (
        <p>
          {t('admin.policy.heldPeople')} <People people={held.people} />
        </p>
      )}
      {devices.length === 0 ? (
        <p>{t('admin.policy.noDevice', { days })}</p>
      ) : (
        <ul className={css.uses}>
          {devices.map(({ id, label, before, after, people }) => (
            <li key={id}>
              <b>{label}</b>
              {t('admin.policy.deviceChange', {
                before: t(`admin.access.${before}`),
                after: t(`admin.access.${after}`),
              })}
              <People people={people} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
