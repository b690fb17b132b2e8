/** Pins something to a case: one that is open, or a new one. What is there now is what the case keeps. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Pin } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { PinRef } from '../../../events/cases.ts'
import { caseApi, casesQuery, useCase } from '../cases.ts'
import { notify } from '../notices.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

interface Props {
  readonly pin: PinRef
  /** What a new case would be called. */
  readonly title: string
  readonly size?: 'sm' | 'compact-xs'
  /** Only the pin, its words for those who do not see it: in tables. */
  readonly isIcon?: boolean
}

const fresh = ''

function PinDialog({ pin, title, onClose }: Props & { readonly onClose: () => void }) {
  const list = useQuery(casesQuery)
  const open = (list.data?.cases ?? []).filter(({ status }) => status !== 'closed')
  const [chosen, choose] = useState<string | null>(null)
  const [name, setName] = useState(title)
  const [note, setNote] = useState('')
  const id = chosen ?? open[0]?.id ?? fresh
  const send = useCase(async () =>
    id === fresh ? caseApi.open(name.trim(), pin) : caseApi.pin(id, pin, note.trim()),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate(undefined, {
      onSuccess: detail => {
        notify(t('cases.pinned', { title: detail.case.title }))
        onClose()
      },
    })
  }
  return (
    <Dialog title={t('cases.pin')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <p className="quiet">{t('cases.pinText')}</p>
        <NativeSelect
          data-first
          label={t('cases.which')}
          value={id}
          data={[
            ...open.map(each => ({ value: each.id, label: each.title })),
            { value: fresh, label: t('cases.new') },
          ]}
          onChange={event => choose(event.currentTarget.value)}
        />
        {id === fresh ? (
          <TextInput
            label={t('cases.title')}
            required
            withAsterisk={false}
            minLength={3}
            maxLength={200}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
        ) : (
          <Textarea
            label={t('cases.whyPinned')}
            rows={2}
            maxLength={4000}
            value={note}
            onChange={event => setNote(event.currentTarget.value)}
          />
        )}
        {send.isError && <Failure error={send.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" loading={send.isPending}>
            {t('cases.pinDo')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

export function PinButton(props: Props) {
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('cases.decide')) return null
  return (
    <>
      {props.isIcon ? (
        <button
          type="button"
          className="icon-button"
          aria-label={`${t('cases.pinTo')}: ${props.title}`}
          title={t('cases.pinTo')}
          onClick={() => setOpen(true)}
        >
          <Pin size={14} aria-hidden />
        </button>
      ) : (
        <Button
          variant="default"
          size={props.size ?? 'sm'}
          leftSection={<Pin size={14} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t('cases.pinTo')}
        </Button>
      )}
      {isOpen && <PinDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}
