/** The main thread's side of detection: starts the thread, wakes it, appends its findings with its checkpoint, restarts it when it dies. */
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { Fault } from '../../events/fault.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import type { Journal, NewEntry } from '../journal/journal.ts'
import type { EventFacts } from './facts.ts'
import type { LaneStart, LaneState } from './lanes.ts'
import {
  type DetectSettings,
  type DetectStart,
  detectCheckpoint,
  type FromDetect,
  type ToDetect,
} from './messages.ts'

export interface Detection {
  /** Rules in force, entries that could not be processed, and why detection stands still, if it does. */
  readonly health: {
    readonly rules: number
    readonly skipped: number
    readonly failure: string | undefined
    /** Faults of rules that were not taken; those before them are in force. */
    readonly refused: string | undefined
  }
  /** Says that people or their aliases changed. */
  peopleChanged(): void
  /** Takes names out of what is remembered, in memory and on disk. Throws Fault ERR_BUSY while it is not at work. */
  forget(words: readonly string[]): Promise<void>
  /** Reads the rule files again; what correlations remember of unchanged rules is kept. */
  reload(): void
  stop(): Promise<void>
}

const restartMs = 1000
const notAtWork = () =>
  new Fault('ERR_BUSY', 'detection is not at work; see its health, then try again')

/** A finding as a journal entry. */
export const findingEntry = (finding: DetectionFinding): NewEntry => ({
  kind: 'finding',
  source: `finding:${finding.metadata.uid}`,
  seq: 0,
  time: finding.time,
  body: JSON.stringify(finding),
})

/** Where the lanes of a node are given out and remembered; a node alone has one, in its journal. */
export interface LaneKeeper {
  current(): Promise<readonly LaneStart[]>
  onChange(listener: () => void): () => void
  save(states: readonly LaneState[]): Promise<void>
}

interface Parts {
  readonly journal: Journal
  readonly lanes?: LaneKeeper | undefined
  readonly log: Logger
  /** Takes the rules that give findings, at the start and after each reload. */
  readonly rulesChanged: (rules: readonly Rule[]) => void
  /** Takes what events say beside detection, in order; tells how far it has it. */
  readonly facts: { readonly offset: number; apply(facts: EventFacts): void }
}

/** Resolves when the rules are compiled and the thread reads. Rejects with Fault ERR_RULES_INVALID when it cannot start. */
export async function startDetection(
  settings: DetectSettings,
  { journal, lanes, log, rulesChanged, facts }: Parts,
): Promise<Detection> {
  let isStopping = false
  let worker: Worker | undefined
  const health: { -readonly [Key in keyof Detection['health']]: Detection['health'][Key] } = {
    rules: 0,
    skipped: 0,
    failure: undefined,
    refused: undefined,
  }
  const forgetting: { resolve(): void; reject(error: unknown): void }[] = []
  const post = (message: ToDetect) => worker?.postMessage(message)
  let isAwake = false
  /** While it is awake it need not be told of every commit. */
  const wake = (head: number): void => {
    if (isAwake) return
    isAwake = true
    post({ type: 'wake', head })
  }

  async function onMessage(message: FromDetect): Promise<void> {
    if (message.type === 'failed') {
      health.failure = message.message
      log.error({ reason: message.message }, 'detection failed')
      await worker?.terminate()
    } else if (message.type === 'skipped') {
      health.skipped += 1
      log.error({ offset: message.offset, reason: message.message }, 'detection skipped an entry')
    } else if (message.type === 'progress') {
      const { states, refused } = message
      if (message.facts) facts.apply(message.facts)
      const [own] = lanes ? [] : states
      const checkpoint = own && { ...own, name: detectCheckpoint }
      const entries = message.findings.map(findingEntry)
      if (entries.length + refused.length > 0 || checkpoint)
        await journal.append(entries, checkpoint ? { checkpoint, refused } : { refused })
      await lanes?.save(states)
      post({ type: 'committed' })
    } else if (message.type === 'forgotten') {
      forgetting.shift()?.resolve()
    } else if (message.type === 'asleep') {
      isAwake = false
      if (journal.head > message.head) wake(journal.head)
    } else if (message.type === 'refused') {
      health.refused = message.message
      log.error({ reason: message.message }, 'rules have faults; the ones before stay in force')
    }
  }

  async function lanesNow(): Promise<readonly LaneStart[]> {
    if (lanes) return lanes.current()
    const saved = await journal.checkpoint(detectCheckpoint)
    return [{ lane: 0, offset: saved?.offset ?? 0, state: saved?.state }]
  }

  const launch = (begin: readonly LaneStart[]) =>
    new Promise<void>((resolve, reject) => {
      const position = { head: journal.head, factsOffset: facts.offset }
      // It looks at what is there before it sleeps for the first time, and is told then of what came meanwhile.
      isAwake = true
      const start: DetectStart = { ...settings, ...position, lanes: begin }
      worker = new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: start,
        name: 'detect',
      })
      worker.on('message', (message: FromDetect) => {
        if (message.type === 'ready') {
          health.rules = message.rules.length
          rulesChanged(message.rules)
          health.failure = undefined
          health.refused = undefined
          resolve()
          return
        }
        if (message.type === 'failed') reject(new Fault('ERR_RULES_INVALID', message.message))
        onMessage(message).catch((error: unknown) => {
          log.error({ err: error }, 'findings could not be written; detection starts again')
          worker?.terminate()
        })
      })
      worker.on('error', error => {
        health.failure = error instanceof Error ? error.message : String(error)
        log.error({ err: error }, 'detection thread ended')
        reject(error)
      })
      worker.on('exit', () => {
        // Between its end and the next start there is none that a stop could wait for.
        worker = undefined
        for (const { reject } of forgetting.splice(0)) reject(notAtWork())
        if (!isStopping && health.rules > 0) setTimeout(relaunch, restartMs)
      })
    })
  const relaunch = async (): Promise<void> => {
    try {
      const begin = await lanesNow()
      if (!isStopping) launch(begin).catch(() => {})
    } catch (error) {
      log.error({ err: error }, 'what detection remembers could not be read; tried again')
      if (!isStopping) setTimeout(relaunch, restartMs)
    }
  }
  let sharing: Promise<void> = Promise.resolve()
  async function share(): Promise<void> {
    try {
      if (lanes) post({ type: 'lanes', lanes: await lanes.current() })
    } catch (error) {
      log.error({ err: error }, 'what lanes remember could not be read; tried again')
      if (!isStopping) setTimeout(reshare, restartMs)
    }
  }
  // One after the other: the last one tells what is so now.
  const reshare = (): void => {
    sharing = sharing.then(share)
  }
  await launch(await lanesNow())
  const off = journal.onCommit(wake)
  const offLanes = lanes?.onChange(reshare)
  reshare()
  let stopped: Promise<void> | undefined
  async function stop(): Promise<void> {
    isStopping = true
    off()
    offLanes?.()
    const current = worker
    if (!current || health.failure !== undefined) return
    const ended = new Promise<void>(resolve => current.once('exit', () => resolve()))
    post({ type: 'stop' })
    await ended
  }
  return {
    health,
    peopleChanged: () => post({ type: 'people' }),
    forget: async words => {
      if (!worker || health.failure !== undefined) throw notAtWork()
      const done = new Promise<void>((resolve, reject) => forgetting.push({ resolve, reject }))
      post({ type: 'forget', words })
      await done
    },
    reload: () => post({ type: 'reload' }),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}
