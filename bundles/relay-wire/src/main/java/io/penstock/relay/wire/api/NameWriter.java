package io.penstock.relay.wire.api;

import io.penstock.core.value.Utf8Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that come again and again, each written out once a connection.
 *
 * <pre>
 * name: | 0 | text |   a text that gets the next number        | 1 | text16 |   the same, when UTF-8 cannot hold it
 *       | 2 | text |   one that gets none                      | 3 | text16 |
 *       | 4 + n |      the text with the number n, from 0
 * </pre>
 *
 * One thread.
 */
final class NameWriter {
    static final int NUMBERED = 0;
    static final int UNNUMBERED = 2;
    static final int UTF16 = 1;
    static final int FIRST_NUMBER = 4;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final int maxNames;
    private int chars;

    NameWriter() {
        this(RelayProtocol.MAX_NAMES);
    }

    /** With 0, every name is written out: the longest it can take. */
    NameWriter(int maxNames) {
        this.maxNames = maxNames;
    }

    void write(PostcardWriter out, String name) {
        Integer number = numbers.get(name);
        if (number != null) {
            out.varint(FIRST_NUMBER + number);
            return;
        }
        boolean unicode = Utf8Text.isUnicode(name);
        boolean numbered = names.size() < maxNames && name.length() <= RelayProtocol.MAX_NAMED_CHARS
                && chars + name.length() <= RelayProtocol.MAX_NAME_CHARS;
        out.u8((numbered ? NUMBERED : UNNUMBERED) + (unicode ? 0 : UTF16));
        int before = out.size();
        if (unicode) {
            out.text(name);
        } else {
            out.text16(name);
        }
        if (out.size() - before > RelayProtocol.MAX_TEXT_BYTES) {
            throw RelayProtocol.unfit("a name of " + name.length() + " chars; at most " + RelayProtocol.MAX_TEXT_BYTES
                    + " bytes were expected");
        }
        if (numbered) {
            numbers.put(name, names.size());
            names.add(name);
            chars += name.length();
        }
    }

    int size() {
        return names.size();
    }

    /** Takes back the numbers given since there were {@code size}. */
    void truncate(int size) {
        for (int i = names.size() - 1; i >= size; i--) {
            String name = names.remove(i);
            numbers.remove(name);
            chars -= name.length();
        }
    }

    void clear() {
        numbers.clear();
        names.clear();
        chars = 0;
    }
}
