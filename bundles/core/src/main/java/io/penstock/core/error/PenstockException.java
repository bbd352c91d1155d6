package io.penstock.core.error;

import static java.util.Objects.requireNonNull;

/**
 * The one exception family of the product. Its kind says what to do, its code is stable and can be counted, its message
 * is for people: it names the key, the value and what was expected, and never holds a secret.
 */
public final class PenstockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String code;

    /**
     * @param code stable and dotted, capability first: {@code spool.segment-corrupt}
     * @param message what was wrong and what was expected
     */
    public PenstockException(ErrorKind kind, String code, String message) {
        this(kind, code, message, null);
    }

    /** As the other constructor; {@code cause} may be null. */
    public PenstockException(ErrorKind kind, String code, String message, Throwable cause) {
        super(requireNonNull(message, "message is null"), cause);
        this.kind = requireNonNull(kind, "kind is null");
        this.code = requireNonNull(code, "code is null");
    }

    /** An {@link ErrorKind#INVALID} error. */
    public static PenstockException invalid(String code, String message) {
        return new PenstockException(ErrorKind.INVALID, code, message);
    }

    /** An {@link ErrorKind#RETRY} error. */
    public static PenstockException retry(String code, String message, Throwable cause) {
        return new PenstockException(ErrorKind.RETRY, code, message, cause);
    }

    /** What the caller must do. */
    public ErrorKind kind() {
        return kind;
    }

    /** Stable code, e.g. {@code tunnel.target-refused}. */
    public String code() {
        return code;
    }

    /**
     * Tells in one line what {@code failure} was: its message, or its class where it has none.
     * Never a stack trace; fit for a state's reason.
     */
    public static String describe(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof PenstockException) {
            return message;
        }
        String name = failure.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
