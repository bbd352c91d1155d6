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

    /** The events of a body; what they take is taken from the claim. */
    List<Event> read(byte[] body, Optional<String> contentType, Instant time, BodyRoom.Claim claim) {
        return switch (this) {
            case AUTO -> (isJson(contentType) ? JSON : LINES).read(body, contentType, time, claim);
            case JSON -> JsonEvents.read(body, time, claim);
            case LINES -> text(body).lines().filter(line -> !line.isEmpty())
                    .map(line -> line(line, time, claim)).toList();
            case TEXT -> body.length == 0 ? List.of() : List.of(Record.raw(time, text(body)));
        };
    }

    private static Event line(String line, Instant time, BodyRoom.Claim claim) {
        claim.take(JsonEvents.EVENT_BYTES + line.length());
        return Record.raw(time, line);
    }

    private static boolean isJson(Optional<String> contentType) {
        return contentType.map(type -> type.toLowerCase(Locale.ROOT)).filter(type -> type.contains("json")).isPresent();
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
