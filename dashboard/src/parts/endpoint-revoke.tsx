/** Shuts an endpoint out at once, with a reason that is recorded. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Endpoint } from '../../../events/endpoints.ts'
import { adminApi } from '../admin-api.ts'
import { setupQuery } from '../queries.ts'
import { useReadAgain } from '../read-again.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { AskDialog } from './ask-dialog.tsx'

export function EndpointRevoke({
  endpoint: { id, hostname },
}: {
  readonly endpoint: Pick<Endpoint, 'id' | 'hostname'>
}) {
  const readAgain = useReadAgain()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('setup.change')) return null
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
        {t('admin.endpoint.revoke')}
        <span className="hidden"> {hostname}</span>
      </Button>
      {isOpen && (
        <AskDialog
          title={t('admin.endpoint.revokeTitle', { hostname })}
          what={t('admin.endpoint.why')}
          action={t('admin.endpoint.revoke')}
          run={async reason => {
            await adminApi.revoke(id, reason)
            readAgain(setupQuery.queryKey)
          }}
          onClose={() => setOpen(false)}
        >
          <p>{t('admin.endpoint.revokeText')}</p>
        </AskDialog>
      )}
    </>
  )
}
