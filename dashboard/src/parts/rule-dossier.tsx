/** One rule, or a draft of one: its text with faults at their lines, its tests, a trial on the past, and whether it raises alerts. */
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import type { RuleCheck, RuleDetail, RuleMode, RuleTrial } from '../../../events/rule-book.ts'
import { useReadAgain } from '../read-again.ts'
import {
  checkRule,
  copyOf,
  idIn,
  removeRule,
  ruleQuery,
  rulesQuery,
  switchRule,
  tryRule,
  writeRule,
} from '../rule-book.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { exact } from '../words.ts'
import { AskDialog } from './ask-dialog.tsx'
import { Failure } from './failure.tsx'
import { RuleTrialChart } from './rule-trial.tsx'
import css from './rules.module.css'
import { Bones } from './skeleton.tsx'

const RuleEditor = lazy(() => import('./rule-editor.tsx'))
const spans = [30, 90, 365] as const

/** What is asked for a reason. */
type Asking =
  | { readonly kind: 'write' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'mode'; readonly mode: RuleMode }

function Tests({ check }: { readonly check: RuleCheck | undefined }) {
  if (!check) return null
  return (
    <section aria-labelledby="rule-tests">
      <h2 id="rule-tests">{t('rules.tests')}</h2>
      {check.faults.length > 0 && (
        <p className={css.fault}>{t('rules.faults', { count: check.faults.length })}</p>
      )}
      {check.tests.length === 0 && <p className="quiet">{t('rules.noTests')}</p>}
      <ul className={css.tests}>
        {check.tests.map(({ rule, name, pass, expected, actual }) => (
          <li key={`${rule} ${name}`} data-pass={pass}>
            {pass
              ? t('rules.testPassed', { name })
              : t('rules.testFailed', { name, expected, actual })}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Trial({ text, first }: { readonly text: string; readonly first: RuleTrial | null }) {
  const readAgain = useReadAgain()
  const [days, setDays] = useState(90)
  const trial = useMutation({
    mutationFn: () => tryRule(text, days),
    onSuccess: () => readAgain(rulesQuery.queryKey),
  })
  const given = trial.data ?? first
  return (
    <section aria-labelledby="rule-trial">
      <h2 id="rule-trial">{t('rules.trial')}</h2>
      <p className="quiet">{t('rules.trialText')}</p>
      <div className={css.actions}>
        <NativeSelect
          size="sm"
          aria-label={t('rules.span')}
          value={String(days)}
          data={spans.map(span => ({
            value: String(span),
            label: t('hunt.lastDays', { count: span }),
          }))}
          onChange={event => setDays(Number(event.currentTarget.value))}
        />
        <Button
          variant="default"
          size="sm"
          loading={trial.isPending}
          onClick={() => trial.mutate()}
        >
          {t('rules.try')}
        </Button>
      </div>
      {trial.isError && <Failure error={trial.error} />}
      {given && <RuleTrialChart trial={given} />}
    </section>
  )
}

interface Props {
  readonly detail: RuleDetail | undefined
  readonly draft: string
  readonly fields: readonly string[]
}

export function RuleDossier({ detail, draft, fields }: Props) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const [, navigate] = useLocation()
  const may = useMay()
  const [text, setText] = useState(draft)
  const [check, setCheck] = useState<RuleCheck>()
  const [asking, setAsking] = useState<Asking | null>(null)
  const rule = detail?.rule
  const isOwn = rule === undefined || rule.origin === 'own'
  const canWrite = isOwn && may('rules.change')
  const isChanged = text !== detail?.text
  const isGood =
    check !== undefined && check.faults.length === 0 && check.tests.every(({ pass }) => pass)
  const id = rule?.id ?? idIn(text)
  const look = async (draftText: string) => {
    const found = await checkRule(draftText)
    setCheck(found)
    return found
  }
  const run = async (reason: string) => {
    if (!asking || id === undefined) throw new Error(t('rules.noId'))
    const { queryKey } = ruleQuery(id)
    const settle = (known: Partial<RuleDetail>, { mode }: { readonly mode: RuleMode }) =>
      client.setQueryData(queryKey, old => old && { ...old, ...known, rule: { ...old.rule, mode } })
    if (asking.kind === 'write') settle({ text }, await writeRule(id, text, reason))
    else if (asking.kind === 'remove') await removeRule(id, reason)
    else settle({}, await switchRule(id, asking.mode, reason))
    readAgain(rulesQuery.queryKey)
    navigate(asking.kind === 'remove' ? '/rules' : `/rules/${id}`)
  }
  const modes: readonly RuleMode[] = ['on', 'shadow', 'off']
  return (
    <div className={css.dossier}>
      {rule && (
        <p className={css.state}>
          <b data-mode={rule.mode}>{t(`rules.modes.${rule.mode}`)}</b>{' '}
          {t(`rules.modeMeans.${rule.mode}`)}
          {detail.written && (
            <small>
              {t('rules.writtenBy', { by: detail.written.by, time: exact(detail.written.at) })}
            </small>
          )}
        </p>
      )}
      <div className={css.actions}>
        {rule &&
          may('rules.switch') &&
          modes
            .filter(mode => mode !== rule.mode)
            .map(mode => (
              <Button
                key={mode}
                variant="default"
                size="sm"
                disabled={isOwn && isChanged}
                onClick={() => setAsking({ kind: 'mode', mode })}
              >
                {t(`rules.switch.${mode}`)}
              </Button>
            ))}
        {!isOwn && may('rules.change') && (
          <Button
            variant="default"
            size="sm"
            onClick={() => navigate('/rules/new', { state: { draft: copyOf(text) } })}
          >
            {t('rules.copy')}
          </Button>
        )}
        {rule && canWrite && (
          <Button variant="default" size="sm" onClick={() => setAsking({ kind: 'remove' })}>
            {t('rules.remove')}
          </Button>
        )}
        {canWrite && (
          <Button
            size="sm"
            disabled={!isChanged || !isGood}
            onClick={() => setAsking({ kind: 'write' })}
          >
            {t('rules.save')}
          </Button>
        )}
      </div>
      <Suspense fallback={<Bones label={t('rules.loading')} shape="form" />}>
        <RuleEditor
          text={draft}
          isReadOnly={!canWrite}
          fields={fields}
          onChange={setText}
          check={look}
        />
      </Suspense>
      {canWrite && <p className="quiet">{t('rules.saveMeans')}</p>}
      <Tests check={check} />
      {may('rules.change') && (
        <Trial text={text} first={isChanged ? null : (detail?.trial ?? null)} />
      )}
      {asking && (
        <AskDialog
          title={
            asking.kind === 'mode'
              ? t(`rules.switch.${asking.mode}`)
              : t(asking.kind === 'write' ? 'rules.save' : 'rules.remove')
          }
          what={t('rules.why')}
          action={t('rules.confirm')}
          run={run}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}
