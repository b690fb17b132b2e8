/** The verdicts to choose from, with what each means. Keys 1 to 5 choose. */
import type { KeyboardEvent } from 'react'
import type { Verdict } from '../../../events/api.ts'
import { t } from '../text.ts'
import { verdicts, verdictWord } from '../words.ts'

interface Props {
  readonly legend: string
  readonly verdict: Verdict | null
  readonly choose: (verdict: Verdict) => void
}

export function VerdictChoice({ legend, verdict, choose }: Props) {
  const pick = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const at = Number(event.key) - 1
    const chosen = verdicts[at]
    if (!chosen) return
    choose(chosen)
    event.currentTarget.querySelectorAll('input')[at]?.focus()
  }
  return (
    <fieldset className="choices" onKeyDown={pick}>
      <legend>{legend}</legend>
      {verdicts.map((value, index) => (
        <label key={value}>
          <input
            type="radio"
            name="verdict"
            required
            value={value}
            checked={verdict === value}
            onChange={() => choose(value)}
            {...(index === 0 ? { 'data-first': true } : {})}
          />
          <b>{verdictWord(value)}</b>
          <span>{t(`words.verdictMeans.${value}`)}</span>
          <kbd aria-hidden>{index + 1}</kbd>
        </label>
      ))}
    </fieldset>
  )
}
