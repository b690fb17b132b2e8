/** How far somebody's leaving has got: what is watched, taken, open and closed, and what is left to do. Reads; decides nothing. */
import type { ChecklistItem, Departure, ExitReport } from '../../events/api-people.ts'
import { limits } from '../../events/limits.ts'
import type { AlertViews } from '../alerts/views.ts'
import type { Exposures } from '../exposure/exposure.ts'
import type { HeldFiles } from '../held/held-files.ts'
import { watchOf } from './departure.ts'
import type { Departures, StepTold } from './departures.ts'
import type { Directory, Person } from './directory.ts'
import type { Holds } from './holds.ts'
import type { Viewer } from './viewer.ts'

interface Parts {
  readonly directory: Directory
  readonly departures: Departures
  readonly exposures: Exposures
  readonly heldFiles: HeldFiles
  readonly holds: Holds
  readonly alerts: AlertViews
  readonly now: () => number
}

const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`

/** What is read once for all rows of a list. */
function gather({ heldFiles, directory, alerts }: Parts, viewer: Viewer) {
  const open = Map.groupBy(
    alerts.list('open', limits.pageRowsMax, viewer).alerts,
    alert => alert.person.id ?? '',
  )
  const held = Map.groupBy(
    heldFiles.list(limits.pageRowsMax).filter(({ state }) => state === 'held'),
    ({ account, hostname }) => directory.resolve(account, hostname)?.id ?? '',
  )
  return { open, held }
}

type Facts = Omit<Departure, 'checklist'>

/** What the collector sees by itself, and what it was told. */
function checklist(
  { person, ...facts }: Facts,
  { hasLeft, elsewhere }: { hasLeft: boolean; elsewhere: StepTold | undefined },
): ChecklistItem[] {
  const { look_back, open_alerts, held_files, closed } = facts
  const steps: Omit<ChecklistItem, 'told'>[] = [
    {
      step: 'look-back',
      done: look_back === null || look_back.state === 'done',
      text:
        look_back?.state === 'waiting'
          ? 'The time before the notice is being looked at'
          : `The time before the notice was looked at: ${count(look_back?.findings ?? 0, 'finding', 'findings')}`,
    },
    {
      step: 'alerts',
      done: open_alerts === 0,
      text:
        open_alerts === 0
          ? 'No alert is open'
          : `${count(open_alerts, 'alert is', 'alerts are')} open`,
    },
    {
      step: 'held-files',
      done: held_files === 0,
      text:
        held_files === 0
          ? 'No file is held'
          : `${count(held_files, 'file waits', 'files wait')} for a decision`,
    },
    {
      step: 'access',
      done: closed !== null,
      text: closed
        ? closed.steps.join('; ')
        : person.last_day === null
          ? 'No last working day is known'
          : `Sessions and keys here are closed after ${person.last_day}`,
    },
    {
      step: 'accounts-elsewhere',
      done: elsewhere?.done ?? null,
      text: 'CRM, mail, VPN and operating system accounts are closed where they are kept',
    },
    ...(hasLeft
      ? [
          {
            step: 'silence' as const,
            done: open_alerts === 0,
            text: 'Activity after the last day is an alert',
          },
        ]
      : []),
  ]
  const { at, by, note } = elsewhere ?? {}
  const told = at === undefined || by === undefined ? null : { at, by, note: note ?? '' }
  return steps.map(item => ({ ...item, told: item.step === 'accounts-elsewhere' ? told : null }))
}

/** Views over departures. */
export function openExits(parts: Parts, window: { before: number; after: number }) {
  const { directory, departures, exposures, holds, now } = parts

  function rowOf(
    person: Person,
    viewer: Viewer,
    { open, held }: ReturnType<typeof gather>,
  ): Departure {
    const watch = watchOf(person, window)
    const { customers, stages } = exposures.of(person.id)
    const asked = departures.lookBack(person.id)
    const closing = departures.closing(person.id)
    const facts: Facts = {
      person: directory.chip(person, now(), viewer.user),
      mark: departures.mark(person.id) ?? null,
      watch: {
        from: watch?.from ?? now(),
        until: watch && Number.isFinite(watch.until) ? watch.until : null,
      },
      look_back: asked
        ? {
            ...{ state: asked.done_at === null ? ('waiting' as const) : ('done' as const) },
            ...{ asked_at: asked.asked, from: asked.from, done_at: asked.done_at },
            ...{ events: asked.events, findings: asked.findings },
          }
        : null,
      taken: { customers, ...stages },
      open_alerts: open.get(person.id)?.length ?? 0,
      held_files: held.get(person.id)?.length ?? 0,
      legal_hold: holds.has(person.id),
      closed:
        closing && closing.last_day === person.last_day
          ? { at: closing.at, steps: [...closing.steps] }
          : null,
    }
    return {
      ...facts,
      checklist: checklist(facts, {
        hasLeft: directory.departure(person, now()).afterLastDay,
        elsewhere: departures.told(person.id, 'accounts-elsewhere'),
      }),
    }
  }

  return {
    /** Who is watched now, by last working day. */
    list: (viewer: Viewer): Departure[] => {
      const gathered = gather(parts, viewer)
      return directory
        .leavers()
        .filter(person => viewer.sees(person.id) && directory.departure(person, now()).departing)
        .slice(0, limits.pageRowsMax)
        .map(person => rowOf(person, viewer, gathered))
    },
    of: (person: Person, viewer: Viewer): Departure => rowOf(person, viewer, gather(parts, viewer)),
    report: (person: Person, viewer: Viewer): ExitReport => {
      const departure = rowOf(person, viewer, gather(parts, viewer))
      const alerts = (['open', 'watched', 'closed'] as const)
        .flatMap(status => parts.alerts.list(status, limits.pageRowsMax, viewer).alerts)
        .filter(alert => alert.person.id === person.id)
      const { out } = departure.taken
      const confirmed = alerts.filter(({ verdict }) => verdict === 'true_positive').length
      const open = [
        ...departure.checklist.filter(({ done }) => done === false).map(({ text }) => text),
        ...(out > 0
          ? [`${count(out, 'customer is', 'customers are')} outside of the company`]
          : []),
        ...(confirmed > 0 ? [`${count(confirmed, 'alert was', 'alerts were')} confirmed`] : []),
      ]
      const chip = directory.chip(person, now(), viewer.user)
      return {
        ...{ made_at: now(), clean: open.length === 0, open, departure, alerts },
        exposure: { person: chip, ...exposures.of(person.id) },
      }
    },
  }
}
