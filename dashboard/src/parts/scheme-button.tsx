/** Switches between light, dark and what the system says. */
import { useMantineColorScheme } from '@mantine/core'
import { Moon, Sun, SunMoon } from 'lucide-react'
import { t } from '../text.ts'

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
const icons = { auto: SunMoon, light: Sun, dark: Moon } as const

export function SchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Icon = icons[colorScheme]
  const label = t('shell.schemeSwitch', {
    now: t(`shell.scheme.${colorScheme}`),
    next: t(`shell.scheme.${next[colorScheme]}`),
  })
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next[colorScheme])}
    >
      <Icon size={18} aria-hidden />
    </button>
  )
}
