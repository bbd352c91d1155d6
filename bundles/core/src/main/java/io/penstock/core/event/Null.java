package io.penstock.core.event;

/** The value of a field that is there and says nothing, as {@code null} in JSON or SQL. An absent field has no value. */
public enum Null {
    /** The only one. */
    NULL;

    @Override
    public String toString() {
        return "null";
    }
}
