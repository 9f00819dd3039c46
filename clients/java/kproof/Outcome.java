package kproof;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;

/** What an exception of Kafka's producer means (docs/clients.md has the table). */
final class Outcome {
  // Of librdkafka, whose codes the facts have where no broker's code fits.
  private static final int MSG_TIMED_OUT = -192;
  private static final int QUEUE_FULL = -184;
  private static final int AUTHENTICATION = -169;
  private static final int FAIL = -196;

  private Outcome() {}

  /** The error as facts have it: a broker's code, or librdkafka's for the same. */
  static int code(Throwable error) {
    if (error instanceof BufferExhaustedException) return QUEUE_FULL; // a TimeoutException too
    if (error instanceof TimeoutException) return MSG_TIMED_OUT;
    if (error instanceof AuthenticationException) return AUTHENTICATION;
    short code = Errors.forException(error).code();
    return code > 0 ? code : FAIL;
  }

  /**
   * Of a record that was in the accumulator. Certainly not in the log is only what a broker refuses
   * for what it is, before it appends, on every attempt alike. A wrong checksum is not that: it came
   * about on the way, and an earlier attempt may have arrived.
   */
  static int ofDelivery(Throwable error) {
    switch (Errors.forException(error)) {
      case INVALID_FETCH_SIZE: // librdkafka's INVALID_MSG_SIZE
      case MESSAGE_TOO_LARGE:
      case RECORD_LIST_TOO_LARGE:
      case INVALID_REQUIRED_ACKS:
      case INVALID_TIMESTAMP:
      case UNSUPPORTED_FOR_MESSAGE_FORMAT:
      case POLICY_VIOLATION:
      case INVALID_RECORD:
        return Spool.FAILED;
      default:
        return Spool.UNKNOWN;
    }
  }

  /**
   * Of a record that send() refused. An error that the broker or the client has a name for comes
   * before the record is among those that are sent; what a transaction in error or a fenced
   * producer throws may come after (doSend appends, and asks the transaction manager then).
   */
  static int ofRefusal(Throwable error) {
    return error instanceof ApiException && !fenced(error) ? Spool.FAILED : Spool.UNKNOWN;
  }

  /**
   * Whether a producer whose send() ended so will never send again: what it throws beyond the
   * public exceptions that a later record may be spared (KafkaProducer.send, "fatal").
   */
  static boolean fatal(Throwable error) {
    if (!(error instanceof ApiException)) return !(error instanceof SerializationException);
    if (fenced(error)
        || error instanceof ClusterAuthorizationException
        || error instanceof UnsupportedVersionException) return true;
    return !(error instanceof RetriableException
        || error instanceof RecordTooLargeException
        || error instanceof InvalidTopicException
        || error instanceof AuthorizationException
        || error instanceof AuthenticationException);
  }

  /** Another producer took the transactional.id over. */
  static boolean fenced(Throwable error) {
    return error instanceof ProducerFencedException
        || error instanceof InvalidProducerEpochException;
  }
}
