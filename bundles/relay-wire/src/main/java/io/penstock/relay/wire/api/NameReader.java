package io.penstock.relay.wire.api;

import java.util.ArrayList;
import java.util.List;

/** Reads what {@link NameWriter} wrote. One thread. */
final class NameReader {
    private final List<String> names = new ArrayList<>();
    private int chars;

    String read(PostcardReader in) {
        long token = in.varint32();
        if (token >= NameWriter.FIRST_NUMBER) {
            long number = token - NameWriter.FIRST_NUMBER;
            if (number >= names.size()) {
                throw in.corrupt("name " + number + " of " + names.size());
            }
            return names.get((int) number);
        }
        String name = (token & NameWriter.UTF16) == 0 ? in.text(RelayProtocol.MAX_TEXT_BYTES)
                : in.text16(RelayProtocol.MAX_TEXT_BYTES);
        if (token < NameWriter.UNNUMBERED) {
            number(in, name);
        }
        return name;
    }

    private void number(PostcardReader in, String name) {
        chars += name.length();
        if (names.size() == RelayProtocol.MAX_NAMES || name.length() > RelayProtocol.MAX_NAMED_CHARS
                || chars > RelayProtocol.MAX_NAME_CHARS) {
            throw in.corrupt("more names than a connection may number");
        }
        names.add(name);
    }

    void clear() {
        names.clear();
        chars = 0;
    }
}
