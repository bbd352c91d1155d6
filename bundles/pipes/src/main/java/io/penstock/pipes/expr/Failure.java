package io.penstock.pipes.expr;

/** Why an expression has no value. Immutable. */
record Failure(String message) {
    static Failure noOperation(String operator, Object left, Object right) {
        return new Failure("cannot compute " + Values.typeName(left) + " " + operator + " " + Values.typeName(right));
    }
}
