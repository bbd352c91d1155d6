package io.penstock.core.value;

import static java.util.Objects.requireNonNull;

/**
 * The source of an expression (CEL), as written in an option. It is compiled and type-checked through
 * {@link io.penstock.core.plugin.Expressions}; lint does so for every option of this type.
 *
 * @param source never null
 */
public record Expr(String source) {
    public Expr {
        requireNonNull(source, "source is null");
    }

    @Override
    public String toString() {
        return source;
    }
}
