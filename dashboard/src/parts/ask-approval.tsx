/** What somebody can ask for: a file or export of theirs that was held, by its number from the note, or leave to take a list on a stick. */
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useReadAgain } from '../read-again.ts'
import '@mantine/core/styles/NumberInput.css'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Approval, ApprovalRequest, Askable } from '../../../events/approvals.ts'
import { approvalsApi } from '../approvals-api.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'
import css from './approvals.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { Failure } from './failure.tsx'
import { WhyField } from './why-field.tsx'

/** Makes the request and opens it. */
function useAsk() {
  const readAgain = useReadAgain()
  const [, go] = useLocation()
  return async (body: ApprovalRequest): Promise<Approval> => {
    const made = await approvalsApi.ask(body)
    readAgain(['approvals'])
    go(`/approvals/${made.id}`)
    return made
  }
}

interface WaitingProps {
  readonly name: string
  readonly where: ReactNode
  readonly held: number
  readonly rows: number
  readonly customers: number
  readonly unread?: Askable['files'][number]['unread']
  readonly children: ReactNode
}

function Waiting({ name, where, held, rows, customers, unread = null, children }: WaitingProps) {
  return (
    <li className={css.card} data-testid="askable">
      <strong>{name}</strong>
      {(unread === null || customers > 0) && (
        <p>{t('approvals.ask.content', { rows, customers })}</p>
      )}
      {unread !== null && <p>{t(`approvals.unread.${unread}`)}</p>}
      <span className={css.meta}>
        <span>{where}</span>
        <span>{t.rich('approvals.ask.held', { time: () => <Age time={held} isSentence /> })}</span>
      </span>
      <span>{children}</span>
    </li>
  )
}

const Asked = ({ approval }: { readonly approval: string }) => (
  <Link href={`/approvals/${approval}`}>{t('approvals.ask.asked')}</Link>
)

/** Files and exports that wait. `first`: the number of a hold to ask for at once, as a note has it. */
export function AskForHeld({
  askable: { files, exports },
  first,
}: {
  readonly askable: Askable
  readonly first: string | null
}) {
  const ask = useAsk()
  const [hold, setHold] = useState<string | null>(first)
  const [number, setNumber] = useState('')
  const typed = number.trim().toLowerCase()
  const chosen = files.find(each => each.hold === hold)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setHold(typed)
  }
  return (
    <section aria-labelledby="ask-held" className={css.ask}>
      <h2 id="ask-held">{t('approvals.ask.heldTitle')}</h2>
      {files.length + exports.length === 0 && (
        <p className="quiet">{t('approvals.ask.nothingHeld')}</p>
      )}
      <ul className={css.list}>
        {files.map(({ hold: id, name, endpoint, place, held_at, approval, ...counts }) => (
          <Waiting
            key={id}
            name={name}
            where={t('approvals.atEndpoint', { endpoint, place })}
            held={held_at}
            {...counts}
          >
            {approval === null ? (
              <Button size="sm" onClick={() => setHold(id)}>
                {t('approvals.ask.askBack')}
              </Button>
            ) : (
              <Asked approval={approval} />
            )}
          </Waiting>
        ))}
        {exports.map(({ name, app, held_at, page, approval, rows, customers }) => (
          <Waiting
            key={`${held_at} ${name}`}
            name={name}
            where={t('approvals.ask.from', { app })}
            held={held_at}
            rows={rows}
            customers={customers}
          >
            {approval !== null && <Asked approval={approval} />}
            {approval === null && page !== null && <a href={page}>{t('approvals.ask.openPage')}</a>}
          </Waiting>
        ))}
      </ul>
      <form className={css.number} onSubmit={submit}>
        <TextInput
          label={t('approvals.ask.number')}
          description={t('approvals.ask.numberNote')}
          value={number}
          maxLength={60}
          pattern="\s*[0-9a-fA-F]+\s*"
          required
          withAsterisk={false}
          onChange={event => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {t('approvals.ask.askBack')}
        </Button>
      </form>
      {hold !== null && (
        <AskDialog
          title={t('approvals.ask.holdTitle', { name: chosen?.name ?? hold })}
          what={t('approvals.ask.why')}
          action={t('approvals.ask.send')}
          run={why => ask({ hold, why })}
          onClose={() => setHold(null)}
        />
      )}
    </section>
  )
}

const otherStick = 'other'
const dayMs = 86_400_000
/** A day as the browser's own field has it, in its time zone. */
const dayOf = (time: number): string => {
  const at = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
const endOf = (day: string): number => new Date(`${day}T23:59:00`).getTime()

/** Leave to take a list on one stick, up to a number of rows, until a day. */
export function AskForLeave({
  askable: { sticks, endpoints, permit_until_max },
}: {
  readonly askable: Askable
}) {
  const ask = useAsk()
  const [name, setName] = useState('')
  const [stick, setStick] = useState(sticks[0]?.serial ?? otherStick)
  const [agent, setAgent] = useState(sticks[0]?.agent ?? endpoints[0]?.agent ?? '')
  const [label, setLabel] = useState('')
  const [serial, setSerial] = useState('')
  const [rows, setRows] = useState(100)
  const [day, setDay] = useState(dayOf(Date.now() + dayMs))
  const [why, setWhy] = useState('')
  const known = sticks.find(each => each.serial === stick)
  const device = known ?? { label: label.trim(), serial: serial.trim() }
  const send = useMutation({
    mutationFn: () =>
      ask({
        why: why.trim(),
        permit: {
          name: name.trim(),
          device: { label: device.label, serial: device.serial },
          ...(agent !== '' && { endpoint: agent }),
          rows_max: rows,
          until: Math.min(endOf(day), permit_until_max - 60_000),
        },
      }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <section aria-labelledby="ask-leave" className={css.ask}>
      <h2 id="ask-leave">{t('approvals.ask.leaveTitle')}</h2>
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t('approvals.ask.list')}
          placeholder={t('approvals.ask.listExample')}
          value={name}
          maxLength={200}
          required
          withAsterisk={false}
          onChange={event => setName(event.currentTarget.value)}
        />
        {sticks.length > 0 && (
          <NativeSelect
            label={t('approvals.ask.stick')}
            value={stick}
            onChange={event => setStick(event.currentTarget.value)}
            data={[
              ...sticks.map(each => ({
                value: each.serial,
                label: `${each.label} (${each.serial})`,
              })),
              { value: otherStick, label: t('approvals.ask.otherStick') },
            ]}
          />
        )}
        {!known && (
          <>
            <TextInput
              label={t('approvals.ask.stickLabel')}
              value={label}
              maxLength={200}
              required
              withAsterisk={false}
              onChange={event => setLabel(event.currentTarget.value)}
            />
            <TextInput
              label={t('approvals.ask.serial')}
              description={t('approvals.ask.serialNote')}
              value={serial}
              maxLength={200}
              required
              withAsterisk={false}
              onChange={event => setSerial(event.currentTarget.value)}
            />
          </>
        )}
        {endpoints.length > 0 && (
          <NativeSelect
            label={t('approvals.ask.endpoint')}
            description={t('approvals.ask.endpointNote')}
            value={agent}
            onChange={event => setAgent(event.currentTarget.value)}
            data={endpoints.map(each => ({ value: each.agent, label: each.hostname }))}
          />
        )}
        <NumberInput
          label={t('approvals.rowsMax')}
          min={1}
          max={1_000_000}
          value={rows}
          allowDecimal={false}
          onChange={value => setRows(typeof value === 'number' ? value : 1)}
        />
        <TextInput
          type="date"
          label={t('approvals.ask.untilDay')}
          min={dayOf(Date.now())}
          max={dayOf(permit_until_max)}
          value={day}
          required
          withAsterisk={false}
          onChange={event => setDay(event.currentTarget.value)}
        />
        <WhyField label={t('approvals.ask.why')} value={why} onChange={setWhy} />
        {send.isError && <Failure error={send.error} />}
        <footer>
          <Button type="submit" loading={send.isPending}>
            {t('approvals.ask.send')}
          </Button>
        </footer>
      </form>
    </section>
  )
}
