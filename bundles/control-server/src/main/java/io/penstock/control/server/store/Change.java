package io.penstock.control.server.store;

import java.time.Instant;

/**
 * One row of the change log.
 *
 * @param seq rises by one from change to change, in the order of commits
 * @param version of the row after the change; 0 for what has none
 * @param actor who did it, such as {@code user:ann}
 */
public record Change(long seq, Instant at, ChangeKind kind, String id, ChangeOp op, long version, String actor) {
}
