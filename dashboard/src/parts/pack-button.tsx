/** Downloads the evidence pack of an alert. Each download is recorded in the chain that the pack proves itself by. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Package } from 'lucide-react'
import { notify } from '../notices.ts'
import { evidencePack } from '../person-queries.ts'
import { saveFile } from '../save-file.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'

export function PackButton({ alert, who }: { readonly alert: string; readonly who: string }) {
  const may = useMay()
  const make = useMutation({
    mutationFn: () => evidencePack(alert),
    onSuccess: pack => saveFile(pack, `evidence-${who}.zip`),
    onError: error => notify(t('alert.noPack', { reason: error.message })),
  })
  if (!may('evidence.export')) return null
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<Package size={15} aria-hidden />}
      loading={make.isPending}
      onClick={() => make.mutate()}
    >
      {t('alert.pack')}
    </Button>
  )
}
