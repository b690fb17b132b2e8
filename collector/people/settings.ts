/** Settings of departures: how long somebody is watched, and what is closed when they are gone. */
import Type from 'typebox'

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
