package io.penstock.control.server.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** One row of an answer, valid while it is read. A column that is null and not asked for by {@code may…} is a defect. */
public interface Row {
    String text(String column);

    Optional<String> mayText(String column);

    long number(String column);

    OptionalLong mayNumber(String column);

    /** A number that is not 0. */
    boolean flag(String column);

    /** Epoch milliseconds. */
    Instant time(String column);

    Optional<Instant> mayTime(String column);

    byte[] bytes(String column);

    Optional<byte[]> mayBytes(String column);
}
