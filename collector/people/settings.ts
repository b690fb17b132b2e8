/** Settings about people: how long who leaves is watched, what is closed when they are gone, and when the company works. */
import Type from 'typebox'
import { hoursFault, usualHours } from './working-hours.ts'
import { zoneFault } from './zones.ts'

const days = { minimum: 0, maximum: 365, default: 90 } as const

export const DepartureSettings = Type.Object(
  {
    days_before: Type.Integer({ ...days, description: 'Watched before the notice' }),
    days_after: Type.Integer({ ...days, description: 'Watched after the last working day' }),
    close_access: Type.Boolean({
      default: true,
      description: 'After the last working day: sessions end, keys and user are revoked',
    }),
    revoke_endpoints: Type.Boolean({
      default: false,
      description: 'After the watch: endpoints that nobody else used are revoked',
    }),
  },
  { additionalProperties: false, default: {} },
)

export const WorkingHours = Type.Object(
  {
    hours: Type.Refine(
      Type.String({
        ...{ maxLength: 200, default: usualHours },
        description: 'Of whom the directory names none',
      }),
      text => hoursFault(text) === undefined,
      text => hoursFault(text) ?? '',
    ),
    zone: Type.Optional(
      Type.Refine(
        Type.String({ maxLength: 100, description: 'IANA; without it, what the event says' }),
        text => zoneFault(text) === undefined,
        text => zoneFault(text) ?? '',
      ),
    ),
  },
  { additionalProperties: false, default: {} },
)
