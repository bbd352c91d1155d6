package io.penstock.plugin.transform.value;

import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the records of a text of separated values, quoted as in RFC 4180: a value in quotes may hold separators, line ends
 * and doubled quotes. Lines end in LF or CRLF; empty lines are skipped. One owner.
 */
public final class CsvText {
    /** Records of more values are refused. */
    public static final int MAX_COLUMNS = 4_096;

    private final String text;
    private final char delimiter;
    private final char quote;
    private int at;

    /** Reads a text from its beginning. */
    public CsvText(String text, char delimiter, char quote) {
        this.text = text;
        this.delimiter = delimiter;
        this.quote = quote;
    }

    /** The next record, or an empty list at the end. */
    public List<String> next() {
        while (at < text.length() && isLineEnd(text.charAt(at))) {
            at++;
        }
        List<String> values = new ArrayList<>();
        boolean more = at < text.length();
        while (more) {
            if (values.size() == MAX_COLUMNS) {
                throw PenstockException.invalid("csv.limit", "a record has more than " + MAX_COLUMNS + " values");
            }
            values.add(at < text.length() && text.charAt(at) == quote ? quoted() : plain());
            more = at < text.length() && text.charAt(at++) == delimiter;
        }
        return values;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private boolean endsValue(int index) {
        char c = text.charAt(index);
        return c == delimiter || c == '\n' || c == '\r' && (index + 1 == text.length() || text.charAt(index + 1) == '\n');
    }

    private String plain() {
        int from = at;
        while (at < text.length() && !endsValue(at)) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        int open = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            int close = text.indexOf(quote, at);
            if (close < 0) {
                throw PenstockException.invalid("csv.quote", "the quote at character " + (open + 1) + " is never closed");
            }
            value.append(text, at, close);
            at = close + 1;
            if (at == text.length() || text.charAt(at) != quote) {
                break;
            }
            value.append(quote);
            at++;
        }
        if (at < text.length() && !endsValue(at)) {
            throw PenstockException.invalid("csv.quote", "expected a separator or the end of the line after the closing "
                    + "quote at character " + at + ", but found \"" + text.charAt(at) + "\"");
        }
        return value.toString();
    }
}
