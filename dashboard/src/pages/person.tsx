/** One person: what they took, whether it is out, how that compares to before, and what to do next. */
import { Button, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/FloatingIndicator.css'
import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { PersonHistory } from '../../../events/history.ts'
import type { PlaceKind } from '../../../events/policy.ts'
import type { Exposure } from '../../../events/taken.ts'
import { FlowPicture } from '../parts/flow-picture.tsx'
import { FreezeExports } from '../parts/freeze-exports.tsx'
import { GrowthChart } from '../parts/growth-chart.tsx'
import { HeadingBase } from '../parts/heading.tsx'
import { Identity } from '../parts/identity.tsx'
import { Loaded } from '../parts/loaded.tsx'
import css from '../parts/person.module.css'
import { PersonAlerts } from '../parts/person-alerts.tsx'
import { PersonChip, PersonFacts } from '../parts/person-chip.tsx'
import { PersonEvidence } from '../parts/person-evidence.tsx'
import { PersonNext } from '../parts/person-next.tsx'
import { PersonRisk } from '../parts/person-risk.tsx'
import { PersonThings } from '../parts/person-things.tsx'
import { PinTime } from '../parts/pin-time.tsx'
import { SecurePerson } from '../parts/secure-person.tsx'
import { TakenDialog } from '../parts/taken-dialog.tsx'
import { TimeLine } from '../parts/time-line.tsx'
import { exposureQuery, historyQuery } from '../person-queries.ts'
import type { PageProps } from '../registry.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { count, exact, share } from '../words.ts'

const spans = ['90', '30', '7'] as const

interface TakenProps {
  readonly exposure: Exposure
  readonly history: PersonHistory | undefined
  readonly who: string
}

function Taken({ exposure, history, who }: TakenProps) {
  const may = useMay()
  const [open, setOpen] = useState<{ readonly channel: PlaceKind | undefined } | null>(null)
  const { customers, base, own, others, stages } = exposure
  const canOpen = may('customers.view')
  return (
    <section className={css.card} aria-labelledby="taken">
      <h2 id="taken">{t('person.taken')}</h2>
      <p className={css.answer}>
        {canOpen ? (
          <button type="button" onClick={() => setOpen({ channel: undefined })}>
            <b className="num">{count(customers)}</b>
          </button>
        ) : (
          <b className="num">{count(customers)}</b>
        )}{' '}
        {t('person.ofBase', { base: count(base), share: share(customers, base) || '–' })}
      </p>
      <p className={css.split}>
        <span>{t('person.own', { count: own })}</span>
        <span>{t('person.others', { count: others })}</span>
        <strong data-out={stages.out > 0}>
          {stages.out > 0 ? t('person.isOut', { count: stages.out }) : t('person.nothingOut')}
        </strong>
      </p>
      {customers === 0 ? (
        <p className="quiet">{t('person.nothingTaken')}</p>
      ) : (
        <FlowPicture
          exposure={exposure}
          canOpen={canOpen}
          onOpen={channel => setOpen({ channel })}
        />
      )}
      {exposure.exports.length > 0 && (
        <p className={css.from}>
          {t('person.fromExports')}{' '}
          {exposure.exports.slice(0, 4).map(({ number, rows, of }, index) => (
            <span key={number}>
              {index > 0 && ', '}
              {t('person.exportShare', { number, rows, of })}
            </span>
          ))}
        </p>
      )}
      {history && <GrowthChart history={history} />}
      {open && (
        <TakenDialog
          who={who}
          pseudonym={exposure.person.pseudonym}
          channel={open.channel}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

export default function PersonPage({ params: { who = '' } }: PageProps) {
  const [days, setDays] = useState<string>('90')
  const exposure = useQuery(exposureQuery(who))
  const history = useQuery(historyQuery(who, Number(days)))
  const person = exposure.data?.person
  useTitle(person?.pseudonym ?? t('nav.person'))
  const dayHref = ({ time }: { readonly time: number }) =>
    `/hunt?person=${encodeURIComponent(who)}&from=${time}&to=${time + 86_400_000}`
  return (
    <HeadingBase value={1}>
      <div className={`page ${css.page}`}>
        {person && (
          <p className={css.made}>
            {t('person.reportMade', { pseudonym: person.pseudonym, time: exact(Date.now()) })}
          </p>
        )}
        <header className={css.head}>
          <div>
            <h1>{person ? <PersonChip person={person} /> : t('nav.person')}</h1>
            {person && <PersonFacts person={person} />}
            {person && <Identity person={person} />}
          </div>
          <div className={css.actions}>
            {person?.id != null && <SecurePerson person={person.id} pseudonym={person.pseudonym} />}
            {person?.id != null && (
              <FreezeExports person={person.id} pseudonym={person.pseudonym} />
            )}
            <Button
              variant="default"
              size="sm"
              leftSection={<Printer size={15} aria-hidden />}
              onClick={() => window.print()}
            >
              {t('person.report')}
            </Button>
          </div>
        </header>
        <div className={css.two}>
          <div className={css.main}>
            <Loaded query={exposure} label={t('person.loading')} shape="chart">
              {data => <Taken exposure={data} history={history.data} who={who} />}
            </Loaded>
          </div>
          <div className={css.side}>
            <PersonRisk who={who} />
            {history.data && <PersonNext who={who} history={history.data} />}
            <PersonThings who={who} history={history.data} />
          </div>
        </div>
        <section className={css.card} aria-labelledby="time-line">
          <header className={css.cardHead}>
            <h2 id="time-line">{t('person.timeTitle')}</h2>
            <SegmentedControl
              size="xs"
              aria-label={t('person.span')}
              data={spans.map(value => ({
                value,
                label: t('person.days', { count: Number(value) }),
              }))}
              value={days}
              onChange={setDays}
            />
            <Link href={`/hunt?person=${encodeURIComponent(who)}`}>{t('person.allEvents')}</Link>
            {history.data && <PinTime person={who} from={history.data.from} to={history.data.to} />}
          </header>
          <Loaded query={history} label={t('person.loadingTime')} shape="chart">
            {data => <TimeLine history={data} href={dayHref} />}
          </Loaded>
        </section>
        <PersonEvidence who={who} />
        <PersonAlerts who={who} />
      </div>
    </HeadingBase>
  )
}
