/**
 * Events a second that are acknowledged once they are in a real Kafka (acks=all), from agents in other processes, with detection of the
 * whole catalog running: one broker, and three with as many replicas. Beside it what the driver alone appends to the same brokers.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openKafkaClient } from '../../../collector/journal/kafka/client.ts'
import { type Brokers, startBrokers } from '../../cluster/brokers.ts'
import { noKafka } from '../../cluster/kafka-jars.ts'
import { residentMb } from '../product.ts'
import { figure, type Goal, percentile, type Say } from '../report.ts'
import { load, rateOf, seconds } from './drive.ts'
import { eventText } from './event.ts'
import { type BenchAgent, type BenchCollector, startCollector } from './servers.ts'

const agentsMax = 8
const batches = [100, 500] as const
const rounds = 3

/** A data folder that is configured for these brokers, with the signing key of another. */
function folder(root: string, name: string, kafka: object, like?: string): string {
  const dir = join(root, name)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ journal: { kafka } }))
  if (like !== undefined)
    copyFileSync(join(like, 'signing-key.json'), join(dir, 'signing-key.json'))
  return dir
}

/** Records of `batch` events each, eight senders, one request under way each; events a second. */
async function driverAlone(brokers: Brokers, replicas: number, batch: number): Promise<number> {
  const topic = `alone-${batch}`
  const client = openKafkaClient({ brokers: brokers.addresses, clientId: 'bench' })
  const configs = { 'min.insync.replicas': replicas > 2 ? '2' : '1' }
  await client.createTopic({ name: topic, partitions: agentsMax, configs }, replicas)
  const lines = Array.from({ length: batch }, (_, index) => `${eventText('a', index)}\n`)
  const value = Buffer.from(lines.join(''))
  const until = performance.now() + seconds * 1000
  let events = 0
  await Promise.all(
    Array.from({ length: agentsMax }, async (_, partition) => {
      while (performance.now() < until) {
        await client.produce([{ topic, partition, value }])
        events += batch
      }
    }),
  )
  await client.close()
  return events / seconds
}

async function caughtUp(collector: BenchCollector): Promise<void> {
  while ((await collector.metric('clientkeep_detection_lag_entries')) > 0) await delay(200)
}

async function measure(
  collectors: readonly BenchCollector[],
  agents: readonly BenchAgent[],
  batch: number,
) {
  const rates: number[] = []
  const latencies: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const parts = await Promise.all(
      collectors.map(({ port }, place) =>
        load({
          ...{ target: 'clientkeep', port, batch },
          agents: agents.filter((_, index) => index % collectors.length === place),
        }),
      ),
    )
    rates.push(parts.reduce((sum, part) => sum + rateOf(part), 0))
    latencies.push(...parts.flatMap(part => part.latencies))
    for (const collector of collectors) await caughtUp(collector)
  }
  return { rate: percentile(rates, 0.5), p99: percentile(latencies, 0.99) }
}

async function onBrokers(count: 1 | 3, root: string, say: Say): Promise<Goal[]> {
  say(`${count} Kafka broker${count > 1 ? 's' : ''} …`)
  const brokers = await startBrokers({ count, heapMb: 512, isLong: true })
  const what = count === 1 ? 'Kafka, one broker' : 'Kafka, three brokers'
  try {
    const kafka = { brokers: brokers.addresses, prefix: 'bench', partitions: 8, replicas: count }
    const dir = folder(root, `kafka-${count}`, kafka)
    const first = await startCollector(dir)
    const agents: BenchAgent[] = []
    while (agents.length < agentsMax) agents.push(await first.enrol())
    const goals: Goal[] = []
    for (const batch of batches) {
      say(`${what}, batches of ${batch} …`)
      await load({ target: 'clientkeep', port: first.port, agents, batch })
      await caughtUp(first)
      const { rate, p99 } = await measure([first], agents, batch)
      const alone = await driverAlone(brokers, count, batch)
      goals.push(
        figure(`${what}: 8 agents, batches of ${batch}`, rate, 'events/s'),
        figure('  p99 of acknowledgement at full load', p99, 'ms'),
        figure('  the driver alone, same batches, nothing else running', alone, 'events/s'),
      )
    }
    goals.push(figure(`${what}: collector`, residentMb(first.pid).now, 'MB'))
    goals.push(
      figure(`${what}: brokers`, sum(brokers.pids().map(pid => residentMb(pid).now)), 'MB'),
    )
    if (count === 3) {
      const second = await startCollector(folder(root, 'kafka-second', kafka, dir))
      say(`${what}, two collectors …`)
      const { rate } = await measure([first, second], agents, 500)
      goals.push(figure(`${what}: two collectors, batches of 500`, rate, 'events/s'))
      await second.stop()
    }
    await first.stop()
    return goals
  } finally {
    await brokers.stop()
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

/** Throws where Kafka cannot run here. */
export async function kafkaGoals(root: string, say: Say): Promise<Goal[]> {
  const reason = noKafka()
  if (reason !== undefined) throw new Error(reason)
  return [...(await onBrokers(1, root, say)), ...(await onBrokers(3, root, say))]
}
