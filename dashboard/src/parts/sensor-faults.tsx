/** Why sensors of an endpoint see less than they should, and since when. */
import type { Endpoint } from '../../../events/endpoints.ts'
import { t } from '../text.ts'
import { Age } from './age.tsx'

export const SensorFaults = ({ degraded }: Pick<Endpoint, 'degraded'>) =>
  degraded.map(({ sensor, reason, at }) => (
    <p key={`${sensor} ${reason}`} className="gap-note">
      {t.rich('setup.degraded', {
        sensor,
        reason,
        b: words => <b>{words}</b>,
        time: () => <Age time={at} isSentence />,
      })}
    </p>
  ))
