/** The one visible notice with its undo, and the hidden region that screen readers listen to. */
import { Button } from '@mantine/core'
import { announcement, notice } from '../notices.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'

export function NoticeBar() {
  const current = useStore(notice)
  const said = useStore(announcement)
  const undo = () => {
    current?.undo?.()
    notice.set(null)
  }
  return (
    <>
      <div className="hidden" aria-live="polite" data-testid="announcement">
        {said}
      </div>
      <div className="notice-region" role="status">
        {current && (
          <div className="notice">
            <span>{current.text}</span>
            {current.undo && (
              <Button size="compact-sm" variant="default" onClick={undo}>
                {t('shell.undo')}
              </Button>
            )}
          </div>
        )}
      </div>
    </>
  )
}
