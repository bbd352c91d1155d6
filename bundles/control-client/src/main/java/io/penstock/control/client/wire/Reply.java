package io.penstock.control.client.wire;

import io.penstock.control.api.SyncRules;
import java.util.Optional;

/** What the server has answered. Immutable. */
public sealed interface Reply<T> {
    /** It has done what it was asked. */
    record Done<T>(T body) implements Reply<T> {
    }

    /** There is nothing new; when to ask again. */
    record Nothing<T>(Optional<SyncRules> rules) implements Reply<T> {
    }

    /** It has not. */
    record Refused<T>(Refusal refusal) implements Reply<T> {
    }
}
