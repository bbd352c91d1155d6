package io.penstock.core.plugin;

import io.penstock.core.event.Event;
import org.osgi.annotation.versioning.ProviderType;

/** A compiled expression. Thread-safe, without side effects, and sure to end. */
@ProviderType
public interface Expression {
    /**
     * Evaluates it for an event.
     *
     * @return a value of {@link io.penstock.core.event.ValueType}
     * @throws io.penstock.core.error.PenstockException INVALID ({@code expr.eval}): a field is missing, a type does not
     *         fit, a division by zero
     */
    Object eval(Event event);

    /** Evaluates a condition; a result that is not a boolean is an INVALID error. */
    boolean test(Event event);
}
