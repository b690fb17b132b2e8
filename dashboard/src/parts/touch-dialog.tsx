/** Asks for a touch of a key and says what it is for. The browser's own window does the rest. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import { touchOnce, type Waiting, waiting } from '../touch.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

function Ask({ what, options, done, cancel }: Waiting) {
  const touch = useMutation({ mutationFn: () => touchOnce(options), onSuccess: done })
  const { mutate } = touch
  useEffect(() => mutate(), [mutate])
  return (
    <Dialog title={t('touch.title')} onClose={cancel}>
      <div className="form">
        <p className="touch-what">
          <KeyRound size={20} aria-hidden /> {what}
        </p>
        <p className="quiet">{t('touch.signs')}</p>
        {touch.isError && <Failure error={touch.error} />}
        <footer>
          <Button variant="default" onClick={cancel}>
            {t('touch.cancel')}
          </Button>
          <Button data-first loading={touch.isPending} onClick={() => mutate()}>
            {t('touch.again')}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

export function TouchDialog() {
  const current = useStore(waiting)
  return current && <Ask key={current.options.challenge} {...current} />
}
