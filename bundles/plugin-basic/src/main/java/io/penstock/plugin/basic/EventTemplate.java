package io.penstock.plugin.basic;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.event.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the event of a sequence number: the same content for the same number. Immutable. */
final class EventTemplate {
    static final String SEQ = "seq";
    static final String PAYLOAD = "payload";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{seq(?:%([1-9]\\d{0,17}))?}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final Fields fixed;
    private final List<Map.Entry<String, LongFunction<String>>> numbered = new ArrayList<>();

    EventTemplate(GenerateOptions options) {
        Fields.Builder builder = Fields.builder().set(SEQ, 0L);
        options.fields().forEach((name, value) -> {
            builder.set(name, ValueType.from(value));
            if (value instanceof String text && PLACEHOLDER.matcher(text).find()) {
                numbered.add(Map.entry(name, numberedText(text)));
            }
        });
        options.size().ifPresent(size -> builder.set(PAYLOAD, payload((int) size.bytes())));
        fixed = builder.build();
    }

    Event event(long seq, Instant time) {
        Fields.Builder builder = fixed.toBuilder().set(SEQ, seq);
        for (Map.Entry<String, LongFunction<String>> field : numbered) {
            builder.set(field.getKey(), field.getValue().apply(seq));
        }
        return Record.of(time, builder.build());
    }

    private static LongFunction<String> numberedText(String text) {
        List<LongFunction<String>> parts = new ArrayList<>();
        Matcher place = PLACEHOLDER.matcher(text);
        int from = 0;
        while (place.find()) {
            String before = text.substring(from, place.start());
            long modulus = place.group(1) == null ? Long.MAX_VALUE : Long.parseLong(place.group(1));
            parts.add(seq -> before + seq % modulus);
            from = place.end();
        }
        String rest = text.substring(from);
        return seq -> {
            StringBuilder out = new StringBuilder();
            parts.forEach(part -> out.append(part.apply(seq)));
            return out.append(rest).toString();
        };
    }

    private static String payload(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(i % LETTERS.length()));
        }
        return text.toString();
    }
}
