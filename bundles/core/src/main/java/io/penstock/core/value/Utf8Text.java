package io.penstock.core.value;

import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What UTF-8 can hold, and texts that are UTF-8 or refused. */
public final class Utf8Text {
    private Utf8Text() {
    }

    /**
     * The text of a file's bytes.
     *
     * @param name what to call the file
     * @throws PenstockException INVALID ({@code text.not-utf8}), with the line and column, both from 1, of what is not
     */
    public static String decode(String name, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // No text has more characters than bytes.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            throw notUtf8(name, bytes, in.position());
        }
        return out.flip().toString();
    }

    /** Whether UTF-8 can hold the text: every half of a character pair (a surrogate) has its other one. */
    public static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && (!Character.isHighSurrogate(c) || ++i == text.length()
                    || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    private static PenstockException notUtf8(String name, byte[] bytes, int at) {
        String before = new String(bytes, 0, at, StandardCharsets.UTF_8);
        int lineStart = before.lastIndexOf('\n') + 1;
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(lineStart, before.length());
        return PenstockException.invalid("text.not-utf8", String.format(Locale.ROOT,
                "%s:%d:%d: not UTF-8 (byte 0x%02X); expected a text that is saved as UTF-8", name, line, column, bytes[at]));
    }
}
