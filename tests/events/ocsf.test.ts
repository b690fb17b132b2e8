/** Every event that our code emits is valid OCSF, and fits our own schema of it. */
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { ApplicationError, ApplicationLifecycle } from '../../events/agent-health.ts'
import { ScanActivity } from '../../events/at-rest.ts'
import { ClipboardActivity } from '../../events/clipboard-activity.ts'
import { DetectionFinding } from '../../events/detection-finding.ts'
import { EmailActivity } from '../../events/email-activity.ts'
import { FileActivity } from '../../events/file-activity.ts'
import { PeripheralActivity } from '../../events/peripheral-activity.ts'
import { WebResourcesActivity } from '../../events/web-resources-activity.ts'
import { hasSchema, ocsfValidator } from './ocsf-schema.ts'
import { fileEvent, samples } from './samples.ts'

const ours = {
  1001: FileActivity,
  1010: PeripheralActivity,
  1012: ClipboardActivity,
  2004: DetectionFinding,
  4009: EmailActivity,
  6001: WebResourcesActivity,
  6002: ApplicationLifecycle,
  6007: ScanActivity,
  6008: ApplicationError,
}

describe('our own schemas', () => {
  it.each(Object.entries(samples))('take %s', (_name, event) => {
    expect([...Value.Errors(ours[event.class_uid], event)]).toEqual([])
  })
})

if (!hasSchema) console.warn('skipped: OCSF schema (../shared/data/ocsf-schema is absent)')

describe.skipIf(!hasSchema)('the OCSF schema', () => {
  const validate = hasSchema ? ocsfValidator() : () => []

  it.each(Object.entries(samples))('takes %s', (_name, event) => {
    expect(validate(event)).toEqual([])
  })

  it('would refuse an unknown attribute, a missing one and a wrong enumeration value', () => {
    const event = fileEvent()
    expect(validate(Object.assign(structuredClone(event), { surprise: 1 }))).toContain(
      'event.surprise: is no attribute here',
    )
    expect(validate({ ...event, activity_id: 77, type_uid: 100_177 })).toContain(
      'event.activity_id: 77 is not in its enumeration',
    )
    const { actor: _actor, ...without } = event
    expect(validate(without)).toContain('event.actor: is required')
  })

  it('would refuse an attribute whose profile is not named', () => {
    const event = samples['an agent that starts']
    const bare = { ...event, metadata: { ...event.metadata, profiles: [] } }
    expect(validate(bare)).toContain('event.device: needs the profile host')
  })
})
