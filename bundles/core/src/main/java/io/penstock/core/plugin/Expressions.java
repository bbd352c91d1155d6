package io.penstock.core.plugin;

import io.penstock.core.options.Option;
import io.penstock.core.value.Expr;
import org.osgi.annotation.versioning.ProviderType;

/** Compiles expressions, which are CEL over the event's fields by name, plus {@code time}. Thread-safe. */
@ProviderType
public interface Expressions {
    /**
     * Parses, type-checks and compiles.
     *
     * @param result what it must give; a type that can be known now and does not fit is refused now
     * @throws io.penstock.core.error.PenstockException INVALID ({@code expr.syntax}, {@code expr.type}), its message
     *         naming the place in the source
     */
    Expression compile(Expr source, Option.Result result);
}
