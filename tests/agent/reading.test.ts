/** Who opens files that hold customers, on this machine's own kernel: told of, or kept away; and never a program that waits for ever. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, linkSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterEach, describe, expect, it } from 'vitest'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { openReadGuard } from '../../agent/platform/linux/read-guard.ts'
import { linux } from '../../agent/platform/linux.ts'
import type { ReadGuard, Refusal } from '../../agent/reading/guard.ts'
import { carrierKind } from '../../agent/reading/reading-program.ts'
import { files } from '../../agent/sensors/files.ts'
import { FileActivity } from '../../events/file-activity.ts'
import type { ReadingPolicy } from '../../events/policy.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { sensingDir, startSensing, stopSensing } from './sensing.ts'

const hasRight = process.platform === 'linux' && hasCapability('CapEff', 21)
if (!hasRight)
  console.warn('skipped: the kernel asks before a file is opened as root on Linux only')

const guards: ReadGuard[] = []
afterEach(async () => {
  for (const guard of guards.splice(0)) guard.close()
  await stopSensing()
})

const emails = ['anna@example.com', 'olaf@example.com', 'mira@example.com']
const list = emails.map(email => `${email}\n`).join('')

/** Runs a program to its end, as a child of a shell: children of the agent, which this is, may read everything. Gives its exit code and what it printed. */
async function run(program: string, ...args: string[]) {
  const stdio = ['ignore', 'pipe', 'ignore'] as const
  const child = spawn('sh', ['-c', '"$@"; exit $?', 'sh', program, ...args], { stdio: [...stdio] })
  let out = ''
  child.stdout.on('data', (text: Buffer) => {
    out += text
  })
  const [code] = await once(child, 'close')
  return { code, out }
}

it('knows programs that carry files out by their names', () => {
  expect(carrierKind('firefox-esr')).toBe('browser')
  expect(carrierKind('Dropbox.exe')).toBe('sync-client')
  expect(carrierKind('cat')).toBeUndefined()
  expect(carrierKind('constructor')).toBeUndefined()
})

describe.skipIf(!hasRight)('a folder with a list of customers', () => {
  /** The list is known to the agent when this resolves. */
  async function office(reading: Partial<ReadingPolicy>) {
    const dir = realpathSync(sensingDir())
    const path = join(dir, 'list.csv')
    const sensing = startSensing(files, {
      platform: linux(),
      filter: filterOf({ emails }),
      options: { quietMs: 20 },
    })
    await sensing.policy({
      places: [{ path: dir, kind: 'folder', label: 'Work' }],
      reading: { mode: 'observe', customers_max: 2, programs: [], ask: 'Sales', ...reading },
    })
    writeFileSync(join(dir, 'small.csv'), 'anna@example.com\n')
    await run('sh', '-c', `printf '${list}' > ${path}`)
    await eventually(() => sensing.islands.get(path), 'the list to be known')
    const opened = (decision: string) =>
      eventually(
        () =>
          sensing.events
            .map((event): unknown => event)
            .filter(event => Value.Check(FileActivity, event))
            .find(({ unmapped }) => unmapped.clientkeep.opening?.decision === decision),
        `an opening that was ${decision}`,
      )
    return { dir, path, sensing, opened }
  }

  it('is told of when a browser opens it, with what is in it, and not when another program does', async () => {
    const { dir, path, sensing, opened } = await office({})
    const browser = join(sensingDir(), 'firefox')
    copyFileSync('/usr/bin/cat', browser)
    await run('cat', path)
    await run(browser, join(dir, 'small.csv'))
    await run(browser, path)
    const event = await opened('allowed')
    expect(event).toMatchObject({
      activity_name: 'Open',
      actor: { process: { name: 'firefox' } },
      file: { name: 'list.csv' },
      unmapped: { clientkeep: { opening: { by: 'browser' }, scan: { candidates: 3 } } },
    })
    expect(sensing.events.filter(({ activity_name }) => activity_name === 'Open')).toHaveLength(1)
  })

  it('is told of under a second name, and under a new one before it was read again', async () => {
    const { dir, path, sensing } = await office({})
    const browser = join(sensingDir(), 'firefox')
    copyFileSync('/usr/bin/cat', browser)
    const elsewhere = join(realpathSync(sensingDir()), 'holiday.txt')
    linkSync(path, elsewhere)
    await run(browser, elsewhere)
    await run('sh', '-c', `mv ${path} ${dir}/letter.txt; ${browser} ${dir}/letter.txt; exit $?`)
    await eventually(() => {
      const opened = sensing.events.filter(({ activity_name }) => activity_name === 'Open')
      return opened.length === 2 || undefined
    }, 'both openings')
  })

  it('can be read by programs that policy names alone, under another name as well', async () => {
    const { dir, path, opened } = await office({
      mode: 'block',
      programs: [realpathSync('/usr/bin/wc')],
    })
    await eventually(
      async () => ((await run('cat', path)).code === 0 ? undefined : true),
      'the list to be guarded',
    )
    expect(await opened('denied')).toMatchObject({
      disposition: 'Blocked',
      actor: { process: { name: 'cat' } },
    })
    renameSync(path, join(dir, 'holiday.txt'))
    expect((await run('cat', join(dir, 'holiday.txt'))).out).toBe('')
    expect((await run('wc', '-l', join(dir, 'holiday.txt'))).out).toContain('3 ')
    expect((await run('cat', join(dir, 'small.csv'))).out).toContain('anna')
  })

  it('that is replaced by another file with as many is guarded and watched as before', async () => {
    const { dir, path, sensing, opened } = await office({
      mode: 'block',
      programs: [realpathSync('/usr/bin/wc')],
    })
    const browser = join(sensingDir(), 'firefox')
    copyFileSync('/usr/bin/cat', browser)
    const isKept = () =>
      eventually(
        async () => ((await run('cat', path)).code === 0 ? undefined : true),
        'the list to be guarded',
      )
    await isKept()
    // As an editor saves: a new file takes the place of the old one.
    await run('sh', '-c', `printf '${list}saved again' > ${dir}/.part; mv ${dir}/.part ${path}`)
    await isKept()
    await sensing.policy({
      places: [{ path: dir, kind: 'folder', label: 'Work' }],
      reading: { mode: 'observe', customers_max: 2, programs: [], ask: 'Sales' },
    })
    await eventually(async () => (await run(browser, path)).out || undefined, 'the browser to read')
    await opened('allowed')
  })
})

describe.skipIf(!hasRight)('a guard of files', () => {
  function guarding(restartMs = 5000) {
    const path = join(realpathSync(sensingDir()), 'list.csv')
    writeFileSync(path, list)
    const [refusals, pids, told]: [Refusal[], number[], (number | string)[]] = [[], [], []]
    const guard = openReadGuard(
      { onRefusal: refusal => refusals.push(refusal), onLate: why => told.push(why) },
      {
        account: uid => ({ name: `uid ${uid}` }),
        onStarted: pid => {
          pids.push(pid)
          told.push(pid)
        },
        restartMs,
      },
    )
    guards.push(guard)
    guard.guard(path)
    const isGuarded = () =>
      eventually(
        async () => ((await run('cat', path)).code === 0 ? undefined : true),
        'the file to be guarded',
      )
    return { path, guard, refusals, pids, told, isGuarded }
  }

  it('that hangs holds nobody up: what was asked is allowed, and told; then it guards again', async () => {
    const late = 'a decision on opening a file was late: it was allowed'
    const { path, pids, told, isGuarded } = guarding(200)
    await isGuarded()
    // On a machine that is busy others may be late too, before and after.
    const stopped = pids.at(-1) ?? 0
    process.kill(stopped, 'SIGSTOP')
    expect(await run('cat', path)).toEqual({ code: 0, out: list })
    await isGuarded()
    const [what, next] = told.slice(told.indexOf(stopped) + 1)
    expect(what).toBe(late)
    // Told once of each process that hangs, however long it takes to go.
    expect(next).toBeTypeOf('number')
  })

  it('that is killed holds nobody up', async () => {
    const { path, pids, isGuarded } = guarding()
    await isGuarded()
    process.kill(pids.at(-1) ?? 0, 'SIGKILL')
    await eventually(
      async () => ((await run('cat', path)).out === list ? true : undefined),
      'the file to be readable',
    )
  })
})
