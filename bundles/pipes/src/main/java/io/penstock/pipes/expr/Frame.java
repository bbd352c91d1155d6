package io.penstock.pipes.expr;

/** The variables of the macros ({@code all}, {@code map}, …) during one evaluation, and its budget. One thread. */
final class Frame {
    /** For expressions without macros: shared, never written to. */
    static final Frame NONE = new Frame(0);

    /** Work units one evaluation may spend in macros: about a million turns, or 20 million list elements copied. */
    private static final int BUDGET = 20_000_000;

    private final Object[] slots;
    private int spent;

    Frame(int slots) {
        this.slots = new Object[slots];
    }

    Object get(int slot) {
        return slots[slot];
    }

    void set(int slot, Object value) {
        slots[slot] = value;
    }

    /** Whether there was budget left for this. */
    boolean spend(int units) {
        spent += units;
        return spent <= BUDGET && spent >= 0;
    }
}
