/** The correlator's state as plain JSON, by hash of what it belongs to: what changed or is gone begins anew, what stayed goes on. */
import { Fault } from '../../../events/fault.ts'
import type { Layout } from './build.ts'
import type { CorrelatorState } from './correlation.ts'
import { loadStream, saveStream } from './stream-state.ts'

const version = 2
/** Version 1 called the events by texts of their offsets. */
const versionMin = 1

/** Everything that later results depend on. */
export function saveLayout({ streams, running }: Layout, clock: number): CorrelatorState {
  const parts = [
    ...[...streams].map(([name, stream]) => [name, saveStream(stream)] as const),
    ...running.flatMap(({ correlation: { digest }, suppression, baselines }) => [
      ...(suppression ? [[`suppression ${digest}`, suppression.save()] as const] : []),
      ...(baselines ? [[`baselines ${digest}`, baselines.save()] as const] : []),
    ]),
  ]
  return { version, clock, parts: Object.fromEntries(parts) }
}

/** Puts back what `saveLayout` gave, after the clock was. Throws `Fault` for a version that it does not read. */
export function loadLayout({ streams, running }: Layout, state: CorrelatorState): void {
  if (state.version < versionMin || state.version > version) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `the state of the correlations has version ${state.version}, this engine reads ${version}: rebuild`,
    )
  }
  for (const [name, stream] of streams) loadStream(stream, state.parts[name])
  for (const { correlation, suppression, baselines } of running) {
    suppression?.load(state.parts[`suppression ${correlation.digest}`])
    baselines?.load(state.parts[`baselines ${correlation.digest}`])
  }
}
