/** The customer base: what is in it and how well it can be recognised, how it came there, what columns mean, and who has its filter. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { CustomerBaseState } from '../../../events/admin.ts'
import { baseQuery } from '../admin-api.ts'
import { Age } from '../parts/age.tsx'
import { BaseMapping } from '../parts/base-mapping.tsx'
import css from '../parts/coverage.module.css'
import { ImportStep } from '../parts/import-step.tsx'
import { customersImport } from '../parts/imports.ts'
import { Loaded } from '../parts/loaded.tsx'
import { setupQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { count, share } from '../words.ts'

function Figures({ base }: { readonly base: CustomerBaseState }) {
  const { customers, canaries, fields, shared } = base
  const kinds = Object.entries(fields).toSorted(([, one], [, other]) => other - one)
  return (
    <dl className={css.figures}>
      <div>
        <dt>{t('admin.base.customers')}</dt>
        <dd className="num">{count(customers)}</dd>
      </div>
      {kinds.map(([kind, value]) => (
        <div key={kind}>
          <dt>{kind}</dt>
          <dd className="num">{count(value)}</dd>
        </div>
      ))}
      <div>
        <dt>{t('admin.base.shared')}</dt>
        <dd className="num">{count(shared)}</dd>
      </div>
      <div>
        <dt>{t('admin.base.canaries')}</dt>
        <dd className="num">{count(canaries)}</dd>
      </div>
    </dl>
  )
}

/** What is worth a look in how the base can be recognised, in words. */
function qualityOf({ customers, fields, shared, imports }: CustomerBaseState): readonly string[] {
  const strong = (fields.email ?? 0) + (fields.phone ?? 0)
  const [last] = imports
  return [
    ...(customers > 0 && strong < customers ? [t('admin.base.fewStrong')] : []),
    ...(shared > customers / 20 ? [t('admin.base.manyShared', { count: shared })] : []),
    ...(last && last.refused > 0
      ? [t('admin.base.refusedLast', { share: share(last.refused, last.rows), file: last.file })]
      : []),
  ]
}

function Imports({ imports }: Pick<CustomerBaseState, 'imports'>) {
  const tallies = ['rows', 'added', 'changed', 'refused', 'total'] as const
  if (imports.length === 0) return <p className="quiet">{t('admin.base.noImport')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('admin.base.file')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.audit.when')}</th>
            <th scope="col">{t('admin.base.file')}</th>
            <th scope="col">{t('admin.audit.by')}</th>
            {tallies.map(name => (
              <th key={name} scope="col" className={css.end}>
                {t(`admin.base.tally.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {imports.map(row => (
            <tr key={`${row.at} ${row.file}`} data-testid="base-import">
              <td>
                <Age time={row.at} isSentence />
              </td>
              <td>{row.file}</td>
              <td>{row.by}</td>
              {tallies.map(name => (
                <td key={name} className={`num ${css.end}`}>
                  {count(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Filter({ filter }: Pick<CustomerBaseState, 'filter'>) {
  const { version, key, key_since, endpoints, current, older } = filter
  return (
    <section className={css.section} aria-labelledby="filter">
      <h2 id="filter">{t('admin.base.filter')}</h2>
      <p>{t('admin.base.filterText')}</p>
      <p>
        <code>{version}</code> ·{' '}
        {t.rich('admin.base.key', {
          key,
          time: () => (key_since > 0 ? <Age time={key_since} isSentence /> : null),
        })}
      </p>
      <p data-testid="filter-spread">
        {t.rich('admin.base.spread', {
          current,
          endpoints,
          link: words => <Link href="/coverage">{words}</Link>,
        })}
      </p>
      {older.length > 0 && (
        <p className="gap-note">
          {t('admin.base.older', { endpoints: older.map(({ hostname }) => hostname).join(', ') })}
        </p>
      )}
    </section>
  )
}

function Base({ base }: { readonly base: CustomerBaseState }) {
  const may = useMay()
  const setup = useQuery(setupQuery)
  return (
    <>
      <Figures base={base} />
      {qualityOf(base).map(text => (
        <p key={text} className="gap-note">
          {text}
        </p>
      ))}
      {may('setup.change') && setup.data && (
        <section className={css.section} aria-labelledby="import">
          <h2 id="import">{t('admin.base.import')}</h2>
          <ImportStep kind={customersImport} region={setup.data.customers.default_region} />
        </section>
      )}
      <section className={css.section} aria-labelledby="imports">
        <h2 id="imports">{t('admin.base.imports')}</h2>
        <Imports imports={base.imports} />
      </section>
      <section className={css.section} aria-labelledby="mapping">
        <h2 id="mapping">{t('admin.base.mapping')}</h2>
        <p>{t('admin.base.mappingText')}</p>
        {base.mappings.length === 0 && <p className="quiet">{t('admin.base.noImport')}</p>}
        {base.mappings.map(mapping => (
          <BaseMapping key={mapping.layout} mapping={mapping} meanings={base.meanings} />
        ))}
      </section>
      <Filter filter={base.filter} />
      <section className={css.section} aria-labelledby="canaries">
        <h2 id="canaries">{t('admin.base.canaries')}</h2>
        <p>{t('admin.base.canariesText', { count: base.canaries })}</p>
      </section>
    </>
  )
}

export default function CustomerBasePage() {
  const query = useQuery(baseQuery)
  return (
    <div className="page">
      <h1>{t('nav.base')}</h1>
      <Loaded query={query} label={t('admin.base.loading')}>
        {base => <Base base={base} />}
      </Loaded>
    </div>
  )
}
