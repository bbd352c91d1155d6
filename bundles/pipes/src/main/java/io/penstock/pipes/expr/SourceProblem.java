package io.penstock.pipes.expr;

/** Says what is wrong where in an expression's source; never leaves the package. */
final class SourceProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int line;
    private final int column;

    SourceProblem(String code, int line, int column, String message) {
        super(message, null, false, false);
        this.code = code;
        this.line = line;
        this.column = column;
    }

    String code() {
        return code;
    }

    /** Counted from 1. */
    int line() {
        return line;
    }

    /** Counted from 1. */
    int column() {
        return column;
    }
}
