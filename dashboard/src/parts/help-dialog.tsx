/** The keyboard at a glance, and the switch that turns shortcuts off. */
import { Switch } from '@mantine/core'
import { keysOn, setKeysOn } from '../keys.ts'
import { useStore } from '../store.ts'
import { Dialog } from './dialog.tsx'

const shortcuts = [
  { keys: ['j', 'k'], does: 'next and previous person in the queue' },
  { keys: ['Enter'], does: 'open; once more to go into the alert' },
  { keys: ['Esc'], does: 'close the alert, back to its row' },
  { keys: ['e'], does: 'close with a verdict' },
  { keys: ['s'], does: 'start: take it in progress' },
  { keys: ['/'], does: 'search the queue' },
  { keys: ['g q'], does: 'go to the queue' },
  { keys: ['g s'], does: 'go to the set-up' },
  { keys: ['g a'], does: 'go to users and keys' },
  { keys: ['g k'], does: 'go to your own keys' },
  { keys: ['?'], does: 'this help' },
] as const

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const isOn = useStore(keysOn)
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="shortcuts">
        {shortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Switch
        data-first
        label="Shortcuts of one letter"
        checked={isOn}
        onChange={event => setKeysOn(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
