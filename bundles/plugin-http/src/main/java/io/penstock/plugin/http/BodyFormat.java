package io.penstock.plugin.http;

import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a body holds, and so how many events it is. */
enum BodyFormat {
    /** By its Content-Type: JSON, or lines. */
    AUTO,
    /** JSON values, or one array of them: an event each. */
    JSON,
    /** Lines of text: an event each, in the field "_raw". */
    LINES,
    /** The whole as one text, in the field "_raw". */
    TEXT;

    List<Event> read(byte[] body, Optional<String> contentType, Instant time) {
        return switch (this) {
            case AUTO -> (isJson(contentType) ? JSON : LINES).read(body, contentType, time);
            case JSON -> JsonEvents.read(body, time);
            case LINES -> text(body).lines().filter(line -> !line.isEmpty())
                    .map(line -> (Event) Record.raw(time, line)).toList();
            case TEXT -> body.length == 0 ? List.of() : List.of(Record.raw(time, text(body)));
        };
    }

    private static boolean isJson(Optional<String> contentType) {
        return contentType.map(type -> type.toLowerCase(Locale.ROOT)).filter(type -> type.contains("json")).isPresent();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
