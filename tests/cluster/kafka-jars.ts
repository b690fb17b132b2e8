/** Apache Kafka's own programs for tests: fetched once with Maven, kept in the project's cache. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const pom = join(import.meta.dirname, 'pom.xml')
const digest = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'clientkeep')
const home = join(cache, `kafka-${digest}`)

const answers = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

function fetchJars(): string | undefined {
  if (existsSync(home)) return undefined
  if (!answers('mvn', '--version')) return 'Kafka is fetched with Maven: install maven'
  const part = `${home}.${process.pid}`
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${part}`]
  const run = spawnSync('mvn', [...args, '-DincludeScope=runtime'], { encoding: 'utf8' })
  if (run.status !== 0) {
    rmSync(part, { recursive: true, force: true })
    return `Kafka could not be fetched: ${`${run.stdout}${run.stderr}`.trim().slice(-300)}`
  }
  try {
    renameSync(part, home)
  } catch {
    // Another test was faster.
    rmSync(part, { recursive: true, force: true })
  }
  return undefined
}

/** Why no broker can run here, or undefined. Fetches Kafka at the first call. */
export function noKafka(): string | undefined {
  if (!answers('java', '-version')) return 'Kafka needs Java: install openjdk-17-jre-headless'
  return fetchJars()
}

/** Arguments for `java` that run a main class of Kafka: a small heap, and a start that is quick rather than a run that is fast, unless `isLong`. */
export const javaArgs = (mainClass: string, heapMb: number, isLong = false): readonly string[] => [
  `-Xmx${heapMb}m`,
  '-XX:+UseSerialGC',
  ...(isLong ? [] : ['-XX:TieredStopAtLevel=1']),
  '-cp',
  join(home, '*'),
  mainClass,
]
