/** All channels. A new one is a file in `channels/` and a line here. */
import type { Channel } from './channel.ts'
import { email } from './channels/email.ts'
import { syslog } from './channels/syslog.ts'
import { webhook } from './channels/webhook.ts'

export const channels: readonly Channel[] = [webhook, email, syslog]
