/** What the collector counts, and how it is told to Prometheus. prom-client costs 19 MB, so it is loaded at the first scrape. */
import type { Gauge, Registry } from 'prom-client'

type Labels = Readonly<Record<string, string>>

/** One series of numbers: a counter that only grows, or a gauge that is read at the scrape. */
export interface Metric {
  readonly name: `clientkeep_${string}`
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  readonly read: () => readonly { readonly labels?: Labels; readonly value: number }[]
}

/** A counter with at most one label. */
export interface Counter extends Metric {
  add(value?: number, label?: string): void
}

/** A counter; `labels` are all values that its one label can have, so that each is there from the start. */
export function counter(
  name: `clientkeep_${string}_total`,
  help: string,
  label?: { readonly name: string; readonly values: readonly string[] },
): Counter {
  const counts = new Map<string, number>((label?.values ?? ['']).map(value => [value, 0]))
  return {
    name,
    help,
    kind: 'counter',
    add: (value = 1, of = '') => counts.set(of, (counts.get(of) ?? 0) + value),
    read: () =>
      [...counts].map(([of, value]) => ({
        value,
        ...(label ? { labels: { [label.name]: of } } : {}),
      })),
  }
}

/** A gauge of one value. */
export const gauge = (name: `clientkeep_${string}`, help: string, read: () => number): Metric => ({
  name,
  help,
  kind: 'gauge',
  read: () => [{ value: read() }],
})

export interface Metrics {
  readonly contentType: string
  /** All series in the text format of Prometheus. */
  text(): Promise<string>
}

/** Registers the metrics, and those of the process, with prom-client. */
export async function openMetrics(metrics: readonly Metric[]): Promise<Metrics> {
  const prom = await import('prom-client')
  const registry: Registry = new prom.Registry()
  prom.collectDefaultMetrics({ register: registry })
  for (const { name, help, kind, read } of metrics) {
    const labelNames = Object.keys(read()[0]?.labels ?? {})
    if (kind === 'counter') {
      const series = new prom.Counter({ name, help, labelNames, registers: [registry], collect })
      function collect(): void {
        series.reset()
        for (const { labels = {}, value } of read()) series.inc(labels, value)
      }
    } else {
      const series: Gauge = new prom.Gauge({
        name,
        help,
        labelNames,
        registers: [registry],
        collect,
      })
      function collect(): void {
        series.reset()
        for (const { labels = {}, value } of read()) series.set(labels, value)
      }
    }
  }
  return { contentType: registry.contentType, text: () => registry.metrics() }
}
