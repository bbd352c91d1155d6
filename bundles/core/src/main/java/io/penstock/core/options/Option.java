package io.penstock.core.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one option: put it on a component of an options record. The option's key is the component's name in
 * kebab-case ({@code maxLineBytes} is {@code max-line-bytes}), its type the component's type. From these derive binding,
 * validation, defaults, JSON Schema, console forms and documentation.
 *
 * <p>An option without a default is required, unless its type is {@link java.util.Optional}, {@link java.util.List} or
 * {@link java.util.Map}, which are then empty, or an options record, which is then made of its own defaults.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {
    /** What it does, one sentence or two, for people. */
    String doc();

    /** The default, written as a user would write it; {@link #NONE} means there is none. */
    String value() default NONE;

    /** A value to show in docs and forms. */
    String example() default "";

    /** Smallest allowed number (or number of bytes, or nanoseconds of a duration). */
    long min() default Long.MIN_VALUE;

    /** Largest allowed number (or number of bytes, or nanoseconds of a duration). */
    long max() default Long.MAX_VALUE;

    /** For options of type {@code Expr}: what the expression must give. */
    Result result() default Result.ANY;

    /**
     * Whether the whole options value may be written as this option alone ({@code console: json}). At most one. Where it
     * is names with values, a map none of whose keys is an option stands for it ({@code rename: {old: new}}).
     */
    boolean shorthand() default false;

    /**
     * For a secret that is itself an identity, such as a private key: a configuration file that holds it literally (not
     * by reference) is refused where anybody but its owner may read the file.
     */
    boolean ownerOnly() default false;

    /** No default. */
    String NONE = "\0";

    /** What an expression gives. */
    enum Result {
        /** Any value. */
        ANY,
        /** True or false. */
        BOOL,
        /** A text. */
        STRING,
        /** A number. */
        NUMBER
    }
}
