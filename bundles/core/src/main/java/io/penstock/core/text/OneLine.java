package io.penstock.core.text;

/** Texts of others, for a log or a terminal: whatever they hold, they stay within their line and steer nothing. */
public final class OneLine {
    private OneLine() {
    }

    /** The text with {@code instead} for every control character, those of Latin-1 (U+0080 to U+009F) included. */
    public static String of(String text, char instead) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(Character.isISOControl(c) ? instead : (char) c));
        return line.toString();
    }
}
