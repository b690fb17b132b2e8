/** Switches between light, dark and what the system says. */
import { useMantineColorScheme } from '@mantine/core'
import { Moon, Sun, SunMoon } from 'lucide-react'

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
const icons = { auto: SunMoon, light: Sun, dark: Moon } as const
const words = { auto: 'as the system', light: 'light', dark: 'dark' } as const

export function SchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Icon = icons[colorScheme]
  const label = `Colours: ${words[colorScheme]}; switch to ${words[next[colorScheme]]}`
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
