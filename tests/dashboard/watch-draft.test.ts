/** The form of the watch policy saves what it does not show as it was. */
import { expect, it } from 'vitest'
import { draftOf, isSame, newPlace, policyOf } from '../../dashboard/src/parts/watch-draft.ts'
import type { WatchPolicy } from '../../events/policy.ts'

const policy: WatchPolicy = {
  places: [{ path: '/srv/sales', kind: 'folder', label: 'Sales' }],
  removable_drives: true,
  home_folders: true,
  network_mounts: true,
  crm_hosts: ['crm.example'],
  holds: { mode: 'hold', customers_max: 25, kinds: ['removable'], ask: 'the sales office' },
  volumes: { rules: [], otherwise: 'read-only', ask: 'IT' },
  reading: { mode: 'block', customers_max: 25, programs: ['/usr/bin/soffice'], ask: 'IT' },
  dongles: [{ label: 'CAD', vendor_id: '096e', product_id: '0006' }],
  clipboard: false,
  print: false,
  inventory: 'on',
}

it('drops nothing when a place is added', () => {
  const draft = draftOf(policy)
  const place = { ...newPlace(), path: ' /media/usb ', label: '' }
  const saved = policyOf({ ...draft, places: [...draft.places, place] })
  expect(saved).toEqual({
    ...policy,
    places: [...policy.places, { path: '/media/usb', kind: 'removable', label: 'usb' }],
  })
})

it('keeps what a newer collector knows and it does not', () => {
  const newer = { ...policy, later: { mode: 'on' } }
  expect(policyOf(draftOf(newer))).toEqual(newer)
  expect(isSame(policyOf(draftOf(policy)), policy)).toBe(true)
})
