/** Starts the product as a newcomer does, asks it whether it is well, and stops it with Ctrl-C. Plain JavaScript: nothing is installed yet. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const minutesMax = 10
const data = mkdtempSync(join(tmpdir(), 'clientkeep-ci-'))
const child = spawn('npm', ['start', '--', '--data', join(data, 'data'), '--port', '0'], {
  detached: true,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const started = Date.now()
const timer = setTimeout(() => stop('SIGKILL'), minutesMax * 60_000)
let said = ''
let isWell = false

function stop(signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It has ended already.
  }
}

child.stdout.setEncoding('utf8').on('data', async text => {
  process.stdout.write(text)
  const before = said
  said += text
  if (!said.includes('is ready') || before.includes('is ready')) return
  const url = /Dashboard: (\S+)/.exec(said)?.[1]
  try {
    const health = await (await fetch(`${url}/api/v1/health`)).json()
    const page = await fetch(`${url}/`)
    isWell = health.status === 'ok' && page.status === 200
  } catch (error) {
    console.error(String(error))
  }
  console.log(
    `npm start: ready after ${((Date.now() - started) / 1000).toFixed(1)} s, ${isWell ? 'answers' : 'does not answer'}`,
  )
  stop('SIGINT')
})

// npm ends itself by the signal once the product has ended; a product that stopped cleanly has taken its announcement away.
child.on('exit', (code, signal) => {
  clearTimeout(timer)
  const isStopped = !existsSync(join(data, 'data', 'running.json'))
  rmSync(data, { recursive: true, force: true })
  console.log(`npm start: ended with ${code ?? signal}, ${isStopped ? 'cleanly' : 'not cleanly'}`)
  process.exit(isWell && isStopped && signal !== 'SIGKILL' ? 0 : 1)
})
