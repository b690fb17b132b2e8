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

/** Binds keys while the component is mounted. Keys are `KeyboardEvent.key`, sequences two of them with a blank. */
export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => {
    let first = ''
    let at = 0
    const onKey = (event: KeyboardEvent) => {
      if (isSilent(event)) return
      const isSecond = first !== '' && event.timeStamp - at < sequenceMs
      const stroke = isSecond ? `${first} ${event.key}` : event.key
      first = ''
      const run = latest.current[stroke]
      if (run) {
        event.preventDefault()
        run()
      } else if (Object.keys(latest.current).some(keys => keys.startsWith(`${event.key} `))) {
        first = event.key
        at = event.timeStamp
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
