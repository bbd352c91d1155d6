package io.penstock.plugin.net;

import io.penstock.core.event.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What follows {@code <PRI>} in RFC 3164: {@code Mmm dd hh:mm:ss host tag[pid]: message}, also with an RFC 3339 time as
 * newer senders write it. Without a time everything is the message. One use.
 */
final class Syslog3164 {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final int STAMP_CHARS = 15;
    private static final int MAX_TAG_CHARS = 64;
    /** A time without a year is taken for the past, but for clocks that are a little ahead. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final String text;
    private final Instant received;
    private final ZoneId zone;
    private final String peer;
    private int at;

    Syslog3164(String text, int from, Instant received, ZoneId zone, String peer) {
        this.text = text;
        this.at = from;
        this.received = received;
        this.zone = zone;
        this.peer = peer;
    }

    /** Sets the fields; gives the message's time, or when it was received. */
    Instant parse(Fields.Builder fields) {
        Optional<Instant> time = oldTime().or(this::newTime);
        if (time.isEmpty()) {
            fields.set("hostname", peer).set("message", text.substring(at));
            return received;
        }
        int blank = text.indexOf(' ', at);
        String next = blank < 0 ? "" : text.substring(at, blank);
        if (!next.isEmpty() && !next.endsWith(":") && next.indexOf('[') < 0) {
            fields.set("hostname", next);
            at = blank + 1;
        } else {
            fields.set("hostname", peer);
        }
        tag(fields);
        fields.set("message", text.substring(at));
        return time.get();
    }

    private Optional<Instant> oldTime() {
        int month = at + STAMP_CHARS <= text.length() ? MONTHS.indexOf(text.substring(at, at + 3)) : -1;
        if (month < 0 || at + STAMP_CHARS < text.length() && text.charAt(at + STAMP_CHARS) != ' ') {
            return Optional.empty();
        }
        try {
            int day = Integer.parseInt(text.substring(at + 4, at + 6).strip());
            int hour = Integer.parseInt(text.substring(at + 7, at + 9));
            int minute = Integer.parseInt(text.substring(at + 10, at + 12));
            int second = Integer.parseInt(text.substring(at + 13, at + STAMP_CHARS));
            Instant time = inYear(month + 1, day, hour, minute, second);
            at = Math.min(text.length(), at + STAMP_CHARS + 1);
            return Optional.of(time);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Instant inYear(int month, int day, int hour, int minute, int second) {
        int year = received.atZone(zone).getYear();
        for (int candidate = year + 1; candidate > year - 8; candidate--) {
            boolean exists = day <= java.time.YearMonth.of(candidate, month).lengthOfMonth();
            if (exists) {
                Instant time = LocalDateTime.of(candidate, month, day, hour, minute, second).atZone(zone).toInstant();
                if (!time.isAfter(received.plus(AHEAD))) {
                    return time;
                }
            }
        }
        throw new DateTimeException("no such day");
    }

    private Optional<Instant> newTime() {
        int blank = text.indexOf(' ', at);
        if (blank < 0 || at >= text.length() || !Character.isDigit(text.charAt(at))) {
            return Optional.empty();
        }
        try {
            Instant time = OffsetDateTime.parse(text.substring(at, blank)).toInstant();
            at = blank + 1;
            return Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code app[pid]: } or {@code app: }; anything else belongs to the message. */
    private void tag(Fields.Builder fields) {
        int end = at;
        while (end < text.length() && end - at < MAX_TAG_CHARS && " :[".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end == at || end == text.length()) {
            return;
        }
        String name = text.substring(at, end);
        int close = text.charAt(end) == '[' ? text.indexOf(']', end) : end - 1;
        if (close < 0 || !text.startsWith(":", close + 1)) {
            return;
        }
        fields.set("app_name", name);
        if (text.charAt(end) == '[') {
            fields.set("proc_id", text.substring(end + 1, close));
        }
        at = close + 2;
        if (text.startsWith(" ", at)) {
            at++;
        }
    }
}
