/** What endpoints watch, hold and block: edited with a look at whom a change would touch, with its history and the way back. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PolicyHistory } from '../../../events/admin.ts'
import type { Setup } from '../../../events/api.ts'
import { versionsQuery } from '../admin-api.ts'
import { Age } from '../parts/age.tsx'
import css from '../parts/coverage.module.css'
import { Loaded } from '../parts/loaded.tsx'
import { PolicyEditor } from '../parts/policy-editor.tsx'
import { textOf } from '../policy-text.ts'
import { setupQuery } from '../queries.ts'
import { t } from '../text.ts'
import { count } from '../words.ts'

type Version = PolicyHistory['versions'][number]

/** Settings that a version has otherwise than the one before it. */
function changedSince({ watch }: Version, before: Version | undefined): readonly string[] {
  const fields: Readonly<Record<string, unknown>>[] = [{ ...watch }, { ...before?.watch }]
  const names = new Set(fields.flatMap(Object.keys))
  return [...names].filter(name => {
    const [one, other] = fields.map(each => JSON.stringify(each[name]))
    return one !== other
  })
}

function Versions({
  versions,
  onTake,
}: {
  readonly versions: readonly Version[]
  readonly onTake: (version: Version) => void
}) {
  return (
    <ul className={css.cards}>
      {versions.map((version, index) => (
        <li key={version.version} className={css.card} data-testid="policy-version">
          <header>
            <span>
              <b className="num">{count(version.version)}</b> · {version.by} ·{' '}
              <Age time={version.at} isSentence />
            </span>
            {index === 0 ? (
              <span className="quiet">{t('admin.policy.inForce')}</span>
            ) : (
              <Button size="compact-xs" variant="default" onClick={() => onTake(version)}>
                {t('admin.policy.takeBack')}
                <span className="hidden"> {count(version.version)}</span>
              </Button>
            )}
          </header>
          <small>{changedSince(version, versions[index + 1]).join(', ')}</small>
        </li>
      ))}
    </ul>
  )
}

function Policy({ setup }: { readonly setup: Setup }) {
  const inForce = textOf(setup.watch.policy)
  const [base, setBase] = useState(inForce)
  const [text, setText] = useState(inForce)
  const versions = useQuery(versionsQuery)
  const isUntouched = text === base
  if (base !== inForce) {
    setBase(inForce)
    if (isUntouched) setText(inForce)
  }
  return (
    <>
      <PolicyEditor setup={setup} text={text} onText={setText} />
      <section className={`${css.section} ${css.after}`} aria-labelledby="history">
        <h2 id="history">{t('admin.policy.history')}</h2>
        <Loaded
          query={versions}
          label={t('admin.policy.loading')}
          isEmpty={data => data.versions.length === 0}
          empty={<p className="quiet">{t('admin.policy.noHistory')}</p>}
        >
          {data => (
            <Versions
              versions={data.versions}
              onTake={({ watch }) => {
                setText(textOf(watch))
                window.scrollTo(0, 0)
              }}
            />
          )}
        </Loaded>
      </section>
    </>
  )
}

export default function PolicyPage() {
  const setup = useQuery(setupQuery)
  return (
    <div className="page">
      <h1>{t('nav.policy')}</h1>
      <p className="lead">{t('admin.policy.intro')}</p>
      <Loaded query={setup} label={t('admin.policy.loading')} shape="form">
        {data => <Policy setup={data} />}
      </Loaded>
    </div>
  )
}
