package io.penstock.pipes.schedule;

import io.penstock.core.error.PenstockException;
import io.penstock.pipes.schedule.CronField.Kind;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression in a time zone: five fields (minute hour day month weekday), or six with the second first. Immutable.
 */
record Cron(CronField second, CronField minute, CronField hour, CronField month, CronDays days, ZoneId zone) {
    private static final Map<String, String> NAMED = Map.of("@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *", "@weekly", "0 0 * * 0", "@daily", "0 0 * * *", "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    /** Leap days are at most eight years apart; on one given weekday, forty. */
    private static final int MAX_YEARS = 41;
    private static final int MAX_CHARACTERS = 200;

    static Cron parse(String text, ZoneId zone) {
        String plain = NAMED.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
        String[] fields = plain.split("\\s+");
        if (plain.length() > MAX_CHARACTERS || fields.length != 5 && fields.length != 6 || plain.startsWith("@")) {
            throw PenstockException.invalid("schedule.invalid", "expected cron with 5 fields (minute hour day month weekday), "
                    + "with 6 (second first), or one of @hourly, @daily, @weekly, @monthly, @yearly, but found \"" + text + "\"");
        }
        int at = fields.length - 5;
        Cron cron = new Cron(CronField.parse(Kind.SECOND, at == 1 ? fields[0] : "0"),
                CronField.parse(Kind.MINUTE, fields[at]), CronField.parse(Kind.HOUR, fields[at + 1]),
                CronField.parse(Kind.MONTH, fields[at + 3]), CronDays.parse(fields[at + 2], fields[at + 4]), zone);
        if (cron.nextLocal(LocalDateTime.of(2000, 1, 1, 0, 0).minusSeconds(1)).isEmpty()) {
            throw PenstockException.invalid("schedule.invalid", "the cron expression \"" + text + "\" is never due");
        }
        return cron;
    }

    Optional<Instant> next(Instant after) {
        return hour.all() ? nextByOffset(after) : nextByLocalTime(after);
    }

    /** For every hour: the clock's changes do not matter, each stretch of one offset is gone through. */
    private Optional<Instant> nextByOffset(Instant after) {
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(after);
        Optional<LocalDateTime> local = nextLocal(LocalDateTime.ofInstant(after, offset));
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (local.isPresent() && change != null && !local.get().toInstant(offset).isBefore(change.getInstant())) {
            offset = change.getOffsetAfter();
            local = nextLocal(change.getDateTimeAfter().minusNanos(1));
            change = rules.nextTransition(change.getInstant());
        }
        ZoneOffset last = offset;
        return local.map(at -> at.toInstant(last));
    }

    /** For fixed hours: by what the clock on the wall shows; an hour left out counts at its end, one repeated once. */
    private Optional<Instant> nextByLocalTime(Instant after) {
        Optional<LocalDateTime> next = nextLocal(LocalDateTime.ofInstant(after, zone));
        while (next.isPresent() && !instant(next.get()).isAfter(after)) {
            next = nextLocal(next.get());
        }
        return next.map(this::instant);
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        LocalDateTime at = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        int lastYear = at.getYear() + MAX_YEARS;
        while (at.getYear() <= lastYear) {
            if (!month.has(at.getMonthValue())) {
                at = at.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay();
            } else if (!days.has(at.toLocalDate())) {
                at = at.toLocalDate().plusDays(1).atStartOfDay();
            } else {
                Optional<LocalTime> time = nextTime(at.toLocalTime());
                if (time.isPresent()) {
                    return Optional.of(at.toLocalDate().atTime(time.get()));
                }
                at = at.toLocalDate().plusDays(1).atStartOfDay();
            }
        }
        return Optional.empty();
    }

    /** The first matching time of a day from {@code from} on. */
    private Optional<LocalTime> nextTime(LocalTime from) {
        int h = hour.atLeast(from.getHour());
        if (h == from.getHour()) {
            int m = minute.atLeast(from.getMinute());
            if (m == from.getMinute()) {
                int s = second.atLeast(from.getSecond());
                if (s >= 0) {
                    return Optional.of(LocalTime.of(h, m, s));
                }
                m = minute.atLeast(m + 1);
            }
            if (m >= 0) {
                return Optional.of(LocalTime.of(h, m, second.atLeast(0)));
            }
            h = hour.atLeast(h + 1);
        }
        return h < 0 ? Optional.empty() : Optional.of(LocalTime.of(h, minute.atLeast(0), second.atLeast(0)));
    }
}
