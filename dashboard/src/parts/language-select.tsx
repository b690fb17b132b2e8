/** Chooses the language of the page: the browser's or one of ours, each under its own name. */
import { Languages } from 'lucide-react'
import { chosenLanguage, type Language, languages, speak, t } from '../text.ts'

const names: readonly Language[] = ['en', 'id', 'ru']

export function LanguageSelect() {
  const choose = (value: string) => speak(names.find(name => name === value) ?? null)
  return (
    <label className="language">
      <Languages size={16} aria-hidden />
      <span className="hidden">{t('shell.language')}</span>
      <select
        value={chosenLanguage() ?? ''}
        onChange={event => choose(event.currentTarget.value)}
        aria-label={t('shell.language')}
      >
        <option value="">{t('shell.asBrowser')}</option>
        {names.map(name => (
          <option key={name} value={name} lang={name}>
            {languages[name].name}
          </option>
        ))}
      </select>
    </label>
  )
}
