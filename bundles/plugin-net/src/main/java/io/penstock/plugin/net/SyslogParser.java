package io.penstock.plugin.net;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Takes syslog messages apart: RFC 5424 where the version says so, otherwise RFC 3164 as far as it goes. Never fails: what
 * cannot be taken apart stays in {@code message} (section 4.3.3 of RFC 3164). Immutable, thread-safe.
 */
final class SyslogParser implements EventMaker {
    private static final int MAX_PRIORITY = 191;
    private static final int DEFAULT_PRIORITY = 13;
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    private static final List<String> FACILITIES = List.of("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news",
            "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3",
            "local4", "local5", "local6", "local7");

    private final ZoneId zone;
    private final boolean keepRaw;

    SyslogParser(ZoneId zone, boolean keepRaw) {
        this.zone = zone;
        this.keepRaw = keepRaw;
    }

    @Override
    public Event event(String message, Instant received, String peer) {
        Fields.Builder fields = Fields.builder();
        int end = message.startsWith("<") ? message.indexOf('>') : -1;
        int priority = end >= 2 && end <= 4 ? number(message, 1, end) : -1;
        boolean known = priority >= 0 && priority <= MAX_PRIORITY;
        int actual = known ? priority : DEFAULT_PRIORITY;
        fields.set("facility", FACILITIES.get(actual >> 3)).set("severity", SEVERITIES.get(actual & 7))
                .set("priority", (long) actual);
        int from = known ? end + 1 : 0;
        Instant time = message.startsWith("1 ", from)
                ? new Syslog5424(message, from + 2, received).parse(fields)
                : new Syslog3164(message, from, received, zone, peer).parse(fields);
        if (keepRaw) {
            fields.set(Record.RAW, message);
        }
        return Record.of(time, fields.build());
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
