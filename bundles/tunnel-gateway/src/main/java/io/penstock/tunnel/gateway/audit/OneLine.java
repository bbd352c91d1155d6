package io.penstock.tunnel.gateway.audit;

/** Texts of others, for a log: whatever they hold, they stay within their line. */
public final class OneLine {
    private OneLine() {
    }

    /** The text with a question mark for every control character. */
    public static String of(String text) {
        return text.chars().anyMatch(Character::isISOControl) ? text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]", "?") : text;
    }
}
