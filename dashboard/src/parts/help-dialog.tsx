/** The keyboard at a glance, and the switch that turns shortcuts off. */
import { Switch } from '@mantine/core'
import type { Session } from '../../../events/api-identity.ts'
import { keysOn, setKeysOn } from '../keys.ts'
import { opens, pages } from '../registry.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'

const shortcuts = [
  { keys: ['j', 'k'], does: 'step' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Esc'], does: 'leave' },
  { keys: ['e'], does: 'close' },
  { keys: ['s'], does: 'start' },
  { keys: ['a'], does: 'assign' },
  { keys: ['x'], does: 'pick' },
  { keys: ['/'], does: 'search' },
] as const

interface Props {
  readonly session: Session
  readonly onClose: () => void
}

export function HelpDialog({ session, onClose }: Props) {
  const isOn = useStore(keysOn)
  const places = pages.flatMap(page =>
    page.key && opens(session, page)
      ? [{ keys: [`g ${page.key}`], does: t('shell.helpKeys.go', { page: t(`nav.${page.name}`) }) }]
      : [],
  )
  const rows = [
    ...shortcuts.map(({ keys, does }) => ({ keys, does: t(`shell.helpKeys.${does}`) })),
    ...places,
    { keys: ['?'], does: t('shell.helpKeys.help') },
  ]
  return (
    <Dialog title={t('shell.help')} onClose={onClose}>
      <dl className="shortcuts">
        {rows.map(({ keys, does }) => (
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
        label={t('shell.helpOneLetter')}
        checked={isOn}
        onChange={event => setKeysOn(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
