package io.penstock.core.error;

/**
 * What the caller of a failed operation must do. Exit codes, HTTP status and metric labels derive from the kind, in this
 * one table.
 */
public enum ErrorKind {
    /** Unavailable for now: back off and try the same thing again. */
    RETRY(75, 503),
    /** The request, option or event is wrong: retrying cannot help, someone must change it. */
    INVALID(2, 400),
    /** What was asked for does not exist. */
    NOT_FOUND(3, 404),
    /** Shut down or fenced: a new instance is needed. */
    CLOSED(4, 410),
    /** Somebody else holds it or changed it first: read again, then decide. */
    CONFLICT(5, 409),
    /** The caller may not do this. */
    DENIED(77, 403),
    /** Stored data does not check out: stop and tell a person. */
    CORRUPT(65, 500),
    /** A defect of ours. */
    BUG(70, 500);

    private final int exitCode;
    private final int httpStatus;

    ErrorKind(int exitCode, int httpStatus) {
        this.exitCode = exitCode;
        this.httpStatus = httpStatus;
    }

    /** The exit code a command ends with, after {@code sysexits.h} where that has a fitting one. */
    public int exitCode() {
        return exitCode;
    }

    /** The HTTP status an API answers with. */
    public int httpStatus() {
        return httpStatus;
    }
}
