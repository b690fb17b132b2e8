/** What people here call a device, such as the stick that the company handed out. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { DeviceSeen } from '../../../events/devices.ts'
import { adminApi, devicesQuery } from '../admin-api.ts'
import { t } from '../text.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

interface Props {
  readonly device: DeviceSeen
  readonly onClose: () => void
}

export function DeviceNameDialog({ device, onClose }: Props) {
  const client = useQueryClient()
  const [name, setName] = useState(device.name ?? '')
  const save = useMutation({
    mutationFn: () => adminApi.nameDevice(device.id, name.trim() === '' ? null : name.trim()),
    onSuccess: list => {
      client.setQueryData(devicesQuery.queryKey, list)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Dialog title={t('admin.devices.nameTitle', { model: device.model })} onClose={onClose}>
      <form onSubmit={submit} className="form">
        <TextInput
          data-first
          label={t('admin.devices.nameLabel')}
          description={t('admin.devices.nameText')}
          maxLength={100}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        {save.isError && <Failure error={save.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('setup.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
