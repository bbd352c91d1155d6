package io.penstock.plugin.transform.value;

/**
 * The characters one place of a {@link StraightPattern} takes. All beyond ASCII are taken, or none; so nothing is said of
 * {@link #isPeculiar peculiar} ones, of which a pattern may take some. Not changed once it is in a pattern.
 */
final class Chars {
    private static final int ASCII = 128;

    private final boolean[] ascii = new boolean[ASCII];
    private boolean beyond;

    static Chars one(char c) {
        return new Chars().with(c, c);
    }

    /** A predefined class by its letter, {@code \d} for one; a null reference when it is none of ours. */
    static Chars predefined(char letter) {
        return switch (letter) {
            case 'd', 'D' -> digits().negated(letter == 'D');
            case 'w', 'W' -> digits().with('a', 'z').with('A', 'Z').with('_', '_').negated(letter == 'W');
            case 's', 'S' -> one(' ').with('\t', '\r').negated(letter == 'S');
            case 't' -> one('\t');
            default -> null;
        };
    }

    private static Chars digits() {
        return new Chars().with('0', '9');
    }

    /** What a dot takes. */
    static Chars allButLineEnds() {
        return one('\n').with('\r', '\r').negated(true);
    }

    Chars with(char from, char to) {
        for (char c = from; c <= to; c++) {
            ascii[c] = true;
        }
        return this;
    }

    Chars with(Chars others) {
        for (char c = 0; c < ASCII; c++) {
            ascii[c] |= others.ascii[c];
        }
        beyond |= others.beyond;
        return this;
    }

    Chars negated(boolean really) {
        for (char c = 0; c < ASCII && really; c++) {
            ascii[c] = !ascii[c];
        }
        beyond ^= really;
        return this;
    }

    boolean has(char c) {
        return c < ASCII ? ascii[c] : beyond && !isPeculiar(c);
    }

    /** Whether it takes characters beyond ASCII, and this is one that would need a closer look. */
    boolean isUnsure(char c) {
        return c >= ASCII && beyond && isPeculiar(c);
    }

    /** Halves of a character, and line ends, which a dot does not take. */
    private static boolean isPeculiar(char c) {
        return Character.isSurrogate(c) || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
