package io.penstock.plugin.net;

import io.penstock.core.event.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows {@code <PRI>1 } in RFC 5424, section 6. One use. */
final class Syslog5424 {
    private final String text;
    private final Instant received;
    private int at;

    Syslog5424(String text, int from, Instant received) {
        this.text = text;
        this.received = received;
        this.at = from;
    }

    /** Sets the fields; gives the message's time, or when it was received where it has none. */
    Instant parse(Fields.Builder fields) {
        Instant time = time(word());
        set(fields, "hostname", word());
        set(fields, "app_name", word());
        set(fields, "proc_id", word());
        set(fields, "msg_id", word());
        int beforeData = at;
        if (!structuredData(fields)) {
            at = beforeData;
        }
        if (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\uFEFF') {
            at++;
        }
        fields.set("message", text.substring(Math.min(at, text.length())));
        return time;
    }

    private Instant time(String word) {
        try {
            return word.isEmpty() ? received : OffsetDateTime.parse(word).toInstant();
        } catch (DateTimeException e) {
            return received;
        }
    }

    /** Up to the next blank, which is taken too; empty for the nil value. */
    private String word() {
        int blank = text.indexOf(' ', at);
        int end = blank < 0 ? text.length() : blank;
        String word = text.substring(Math.min(at, end), end);
        at = blank < 0 ? end : end + 1;
        return word.equals("-") ? "" : word;
    }

    private static void set(Fields.Builder fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.set(name, value);
        }
    }

    /** Section 6.3; false when it is not well formed: then it belongs to the message. */
    private boolean structuredData(Fields.Builder fields) {
        if (text.startsWith("-", at)) {
            at++;
            return at == text.length() || text.charAt(at) == ' ';
        }
        Map<String, Object> elements = new LinkedHashMap<>();
        while (text.startsWith("[", at)) {
            at++;
            String id = name();
            Map<String, Object> parameters = new LinkedHashMap<>();
            while (text.startsWith(" ", at)) {
                at++;
                if (!parameter(parameters)) {
                    return false;
                }
            }
            if (id.isEmpty() || !text.startsWith("]", at)) {
                return false;
            }
            at++;
            elements.put(id, parameters);
        }
        if (elements.isEmpty() || at < text.length() && text.charAt(at) != ' ') {
            return false;
        }
        fields.set("structured_data", Fields.from(elements));
        return true;
    }

    private String name() {
        int from = at;
        while (at < text.length() && " =]\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean parameter(Map<String, Object> parameters) {
        String name = name();
        if (name.isEmpty() || !text.startsWith("=\"", at)) {
            return false;
        }
        at += 2;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\]".indexOf(text.charAt(at + 1)) >= 0;
            at += escaped ? 1 : 0;
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            return false;
        }
        at++;
        parameters.merge(name, value.toString(), Syslog5424::both);
        return true;
    }

    /** A name may come more than once (section 6.3.3): its values are then a list. */
    private static Object both(Object earlier, Object later) {
        List<Object> all = new ArrayList<>(earlier instanceof List<?> list ? list : List.of(earlier));
        all.add(later);
        return all;
    }
}
