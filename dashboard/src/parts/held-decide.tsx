/** What an officer does with a held file: lets it go, has the copy deleted, reads a code out to somebody without a network. Waits for a request that others decide on. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { HeldFile, HoldDecided, HoldDecision } from '../../../events/held.ts'
import { decideHold } from '../held-api.ts'
import { useReadAgain } from '../read-again.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import css from './access.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { Copyable } from './copyable.tsx'
import { Dialog } from './dialog.tsx'

type Action = HoldDecision['action']

const baseName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path

function Code({
  decided: { code, day, file },
  onClose,
}: {
  readonly decided: HoldDecided
  readonly onClose: () => void
}) {
  return (
    <Dialog title={t('held.codeTitle')} onClose={onClose}>
      <div className={`${css.link} ${css.code}`}>
        <Copyable text={code ?? ''} label={t('held.codeTitle')} />
      </div>
      <p>{t('held.codeText', { file: baseName(file.path), day: day ?? '' })}</p>
      <footer>
        <Button onClick={onClose}>{t('held.codeDone')}</Button>
      </footer>
    </Dialog>
  )
}

export function HeldDecide({ file }: { readonly file: HeldFile }) {
  const may = useMay()
  const readAgain = useReadAgain()
  const [action, setAction] = useState<Action | null>(null)
  const [decided, setDecided] = useState<HoldDecided | null>(null)
  const name = baseName(file.path)
  const run = async (given: Action, reason: string) => {
    const body = { action: given, reason }
    const done = await decideHold(file, body, t(`held.touch.${given}`, { name }))
    readAgain(['approvals'])
    if (done.code !== null) setDecided(done)
  }
  const all: readonly Action[] =
    file.state === 'blocked' ? ['refuse', 'release'] : ['refuse', 'code', 'release']
  // Once it may go back, a code can still be read out to an endpoint that does not hear of it.
  const actions = file.decided === null ? all : all.filter(each => each === 'code')
  return (
    <div className={css.end}>
      {file.decided !== null && (
        <span className={css.state}>
          {t(`held.decided.${file.decided}`, { by: file.decided_by ?? '' })}
        </span>
      )}
      {file.approval !== null && (
        <Link href={`/approvals/${file.approval}`}>{t('held.asked')}</Link>
      )}
      {file.decided !== 'refuse' &&
        file.approval === null &&
        may('cases.decide') &&
        actions.map(each => (
          <Button
            key={each}
            size="sm"
            variant={each === 'release' ? 'filled' : 'default'}
            onClick={() => setAction(each)}
          >
            {t(`held.do.${each}`)}
          </Button>
        ))}
      {action !== null && (
        <AskDialog
          title={t(`held.title.${action}`, { name })}
          what={t('held.why')}
          action={t(`held.act.${action}`)}
          run={reason => run(action, reason)}
          onClose={() => setAction(null)}
        >
          <p className="quiet">{t(`held.note.${action}`, { endpoint: file.endpoint })}</p>
        </AskDialog>
      )}
      {decided !== null && <Code decided={decided} onClose={() => setDecided(null)} />}
    </div>
  )
}
