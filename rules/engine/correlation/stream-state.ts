/** Saves what a stream remembers as plain JSON, and puts it back. Windows are not saved: they follow from the entries. */
import { isObject } from '../event.ts'
import type { Stream } from './stream.ts'

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** All zeros are left out. */
const compact = (numbers: readonly number[]): readonly number[] =>
  numbers.some(number => number !== 0) ? numbers : []

/** The entries in order of arrival, column by column; times as differences. */
export function saveStream(stream: Stream): unknown {
  const { entries } = stream
  const slots: number[] = []
  for (let slot = entries.tail; slot !== entries.head; slot = entries.after(slot)) {
    if (entries.group(slot) >= 0) slots.push(slot)
  }
  const places = new Map<number, number>()
  for (const group of stream.groups.all()) places.set(group, places.size)
  const times = slots.map(slot => entries.time(slot))
  return {
    keys: [...places.keys()].map(group => stream.key(group)),
    times: times.map((time, index) => time - (times[index - 1] ?? 0)),
    groups: slots.map(slot => places.get(entries.group(slot)) ?? 0),
    offsets: slots.map(slot => entries.offset(slot)),
    ordinals: compact(slots.map(slot => entries.ordinal(slot))),
    lags: compact(slots.map(slot => entries.arrivedAt(slot) - entries.time(slot))),
    marks: compact(slots.map(slot => entries.marks(slot))),
    correlations: stream.correlations,
    columns: Object.fromEntries(
      stream.columns.all.map(column => [column.name, slots.map(slot => column.save(slot))]),
    ),
    orders: stream.windows.map(({ spanMs, measures }) => [
      spanMs,
      measures.flatMap(measure =>
        measure.save ? [[...places.keys()].map(group => measure.save?.(group))] : [],
      ),
    ]),
  }
}

/** The bits of saved marks, as the correlations that are there now have them. */
function marksReader(stream: Stream, saved: readonly unknown[]): (marks: number) => number {
  const bits = saved.map(digest => {
    const index = stream.correlations.indexOf(textOf(digest))
    return index < 0 ? 0 : 1 << index
  })
  return marks => bits.reduce((sum, bit, index) => ((marks >> index) & 1 ? sum | bit : sum), 0)
}

/** Puts back what `saveStream` gave, into a stream that has nothing yet. Columns that were not saved stay empty. */
export function loadStream(stream: Stream, saved: unknown): void {
  if (!isObject(saved)) return
  const [keys, times, groups, offsets, ordinals, lags, marks] = [
    ...[saved.keys, saved.times, saved.groups, saved.offsets ?? saved.uids],
    ...[saved.ordinals, saved.lags, saved.marks],
  ].map(listOf)
  const readMarks = marksReader(stream, listOf(saved.correlations))
  const columns = stream.columns.all.map(column => ({
    column,
    values: isObject(saved.columns) ? listOf(saved.columns[column.name]) : [],
  }))
  const numbers = new Map<string, number>()
  let time = 0
  for (const [index, step] of (times ?? []).entries()) {
    time += numberOf(step)
    const key = textOf(keys?.[numberOf(groups?.[index])])
    const stamp = { time, offset: Number(offsets?.[index]) }
    const arrivedAt = time + numberOf(lags?.[index])
    const put = stream.restore(key, numberOf(ordinals?.[index]), stamp, arrivedAt)
    if (!put) continue
    numbers.set(key, put.group)
    stream.entries.mark(put.slot, readMarks(numberOf(marks?.[index])))
    for (const { column, values } of columns) column.load(put.slot, values[index])
  }
  stream.settle()
  loadOrders(
    stream,
    saved.orders,
    (keys ?? []).map(key => numbers.get(textOf(key))),
  )
}

/** How far sequences have got is more than the entries tell once some were cut. */
function loadOrders(stream: Stream, saved: unknown, groups: readonly (number | undefined)[]): void {
  for (const entry of listOf(saved)) {
    const [spanMs, states] = listOf(entry)
    const window = stream.windows.find(known => known.spanMs === spanMs)
    const measures = (window?.measures ?? []).filter(({ load }) => load)
    for (const [index, measure] of measures.entries()) {
      for (const [place, state] of listOf(listOf(states)[index]).entries()) {
        const group = groups[place]
        if (group !== undefined) measure.load?.(group, state)
      }
    }
  }
}
