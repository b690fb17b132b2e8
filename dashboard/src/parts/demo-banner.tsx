/** Says that this is a demo, plays it again for real, and how to start with real data. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { api } from '../api.ts'
import { announce } from '../notices.ts'
import { t } from '../text.ts'
import { Copyable } from './copyable.tsx'

export function DemoBanner() {
  const copy = useMutation({
    mutationFn: api.demoCopy,
    onSuccess: () => announce(t('shell.demoAnnounced')),
  })
  return (
    <aside className="strip" data-kind="demo" aria-label={t('shell.demo')}>
      <FlaskConical size={16} aria-hidden />
      <p aria-live="polite">
        {copy.isError
          ? t('shell.demoFailed', { reason: copy.error.message })
          : copy.isSuccess
            ? t('shell.demoCopied')
            : t('shell.demoSays')}
      </p>
      <Button
        size="compact-sm"
        variant="default"
        loading={copy.isPending}
        onClick={() => copy.mutate()}
      >
        {t('shell.demoAgain')}
      </Button>
      <span className="strip-end">
        {t('shell.startForReal')} <Copyable text="npm start" label={t('shell.command')} />
      </span>
    </aside>
  )
}
