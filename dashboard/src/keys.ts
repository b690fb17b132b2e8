/** Keyboard shortcuts: single strokes and two-stroke sequences (`g s`). Silent while somebody types or a dialog is open. */
import { useEffect, useRef } from 'react'
import { createStore } from './store.ts'

type Bindings = Readonly<Record<string, () => void>>

const storageKey = 'clientkeep.keys'
const sequenceMs = 2500

/** Whether shortcuts are on; WCAG 2.1.4 asks for a way to turn single-key ones off. */
export const keysOn = createStore(localStorage.getItem(storageKey) !== 'off')

export function setKeysOn(isOn: boolean): void {
  localStorage.setItem(storageKey, isOn ? 'on' : 'off')
  keysOn.set(isOn)
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const isSilent = (event: KeyboardEvent): boolean =>
  event.defaultPrevented ||
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  isTyping(event.target) ||
  document.querySelector('dialog[open]') !== null ||
  (!keysOn.get() && event.key.length === 1)

/** What is bound by all that is mounted. One listener for all: the second stroke of a sequence is nobody's single one. */
const layers = new Set<{ readonly current: Bindings }>()
let [first, firstAt] = ['', 0]

function onKey(event: KeyboardEvent): void {
  if (isSilent(event)) return
  const isSecond = first !== '' && event.timeStamp - firstAt < sequenceMs
  const stroke = isSecond ? `${first} ${event.key}` : event.key
  first = ''
  const runs = [...layers].flatMap(({ current }) => current[stroke] ?? [])
  const begins = ({ current }: { readonly current: Bindings }) =>
    Object.keys(current).some(keys => keys.startsWith(`${event.key} `))
  if (runs.length > 0) {
    event.preventDefault()
    for (const run of runs) run()
  } else if ([...layers].some(begins)) {
    first = event.key
    firstAt = event.timeStamp
  }
}

/** Binds keys while the component is mounted. Keys are `KeyboardEvent.key`, sequences two of them with a blank. */
export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => {
    if (layers.size === 0) window.addEventListener('keydown', onKey)
    layers.add(latest)
    return () => {
      layers.delete(latest)
      if (layers.size === 0) window.removeEventListener('keydown', onKey)
    }
  }, [])
}
