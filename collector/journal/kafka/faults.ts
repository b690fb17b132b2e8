/** Kafka's errors in our words: what was tried, where, why it failed, what to do. */
import { Fault, type FaultCode } from '../../../events/fault.ts'

interface Advice {
  readonly code: FaultCode
  readonly text: string
}

/** By the protocol's error names; everything else is a broker that is away for now. */
const known: Readonly<Record<string, Advice>> = {
  MESSAGE_TOO_LARGE: {
    code: 'ERR_INPUT_TOO_LARGE',
    text: 'is larger than the topic takes; raise max.message.bytes of this topic',
  },
  NOT_ENOUGH_REPLICAS: {
    code: 'ERR_BUSY',
    text: 'fewer replicas are in sync than min.insync.replicas asks for; start the brokers that are down',
  },
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: {
    code: 'ERR_BUSY',
    text: 'fewer replicas are in sync than min.insync.replicas asks for; start the brokers that are down',
  },
  INVALID_REPLICATION_FACTOR: {
    code: 'ERR_KAFKA_SETUP',
    text: 'there are fewer brokers than replicas wanted; start more brokers or lower journal.kafka.replicas',
  },
  TOPIC_AUTHORIZATION_FAILED: {
    code: 'ERR_KAFKA_SETUP',
    text: 'is refused to this user; allow it on the broker (ACL)',
  },
  GROUP_AUTHORIZATION_FAILED: {
    code: 'ERR_KAFKA_SETUP',
    text: 'the consumer group is refused to this user; allow it on the broker (ACL)',
  },
  SASL_AUTHENTICATION_FAILED: {
    code: 'ERR_KAFKA_SETUP',
    text: 'user or password is refused; compare journal.kafka.sasl with the users of the brokers',
  },
  UNSUPPORTED_SASL_MECHANISM: {
    code: 'ERR_KAFKA_SETUP',
    text: 'the brokers do not take this way to sign in; choose another journal.kafka.sasl.mechanism',
  },
  OFFSET_OUT_OF_RANGE: {
    code: 'ERR_KAFKA_SETUP',
    text: 'it does not hold any more what this node has not read yet; restore a backup of another node into this data folder and start again',
  },
  UNKNOWN_TOPIC_OR_PARTITION: {
    code: 'ERR_KAFKA_SETUP',
    text: 'there is no such topic any more; restore it, or start every node with an empty data folder',
  },
}

/** Names and messages of an error and of all that it holds, the innermost last. */
function* layers(error: unknown, depth = 0): Generator<{ id: string; message: string }> {
  if (!(error instanceof Error) || depth > 6) return
  const id = 'apiId' in error && typeof error.apiId === 'string' ? error.apiId : ''
  yield { id, message: error.message }
  if (error instanceof AggregateError)
    for (const inner of error.errors) yield* layers(inner, depth + 1)
  yield* layers(error.cause, depth + 1)
}

/** The Fault for an error of the driver; a Fault stays as it is. */
export function kafkaFault(error: unknown, what: string, brokers: string): Fault {
  if (error instanceof Fault) return error
  const all = [...layers(error)]
  const id = all.find(layer => known[layer.id])?.id ?? ''
  const advice = known[id]
  if (advice)
    return new Fault(advice.code, `Kafka: could not ${what}: ${advice.text}`, { cause: error })
  const reason = all.at(-1)?.message ?? String(error)
  const text = `Kafka: could not ${what}: no answer from ${brokers} (${reason}); check that the brokers run and can be reached`
  return new Fault('ERR_BUSY', text, { cause: error })
}
