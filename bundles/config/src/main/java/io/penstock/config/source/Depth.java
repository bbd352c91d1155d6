package io.penstock.config.source;

/** Guards a recursive parser: finds where brackets nest too deeply, in time linear to the text. */
final class Depth {
    private Depth() {
    }

    /** The line, from 1, on which more than {@code limit} brackets are open; 0 when none. Brackets in texts count too. */
    static int lineBeyond(String text, int limit) {
        int open = 0;
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '[', '{' -> open++;
                case ']', '}' -> open = Math.max(0, open - 1);
                case '\n' -> line++;
                default -> {
                }
            }
            if (open > limit) {
                return line;
            }
        }
        return 0;
    }
}
