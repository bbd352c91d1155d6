package io.penstock.plugin.transform.parse;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Times written by a pattern; parts it leaves out come from the zone and from now. Immutable. */
final class PatternTime implements TimeFormat {
    private static final Instant SAMPLE = Instant.parse("2026-11-22T15:44:55.666Z");
    private static final Duration MAX_AHEAD = Duration.ofDays(1);

    private final DateTimeFormatter reader;
    private final DateTimeFormatter writer;
    private final ZoneId zone;

    PatternTime(DateTimeFormatter formatter, ZoneId zone) {
        this(formatter, formatter, zone);
    }

    private PatternTime(DateTimeFormatter reader, DateTimeFormatter writer, ZoneId zone) {
        this.reader = reader.withLocale(Locale.ENGLISH);
        this.writer = writer.withLocale(Locale.ENGLISH);
        this.zone = zone;
    }

    static PatternTime of(String pattern, ZoneId zone) {
        try {
            return new PatternTime(new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern)
                    .toFormatter(Locale.ENGLISH), zone);
        } catch (IllegalArgumentException e) {
            throw new PenstockException(ErrorKind.INVALID, "time.format", "expected iso, epoch-s, epoch-ms, epoch-us, "
                    + "epoch-ns, rfc-1123 or a date pattern, but found \"" + pattern + "\": " + e.getMessage(), e);
        }
    }

    /** ISO 8601, with a blank in place of the T too, the offset with or without its colon, or left out. */
    static PatternTime iso(ZoneId zone) {
        DateTimeFormatter reader = new DateTimeFormatterBuilder().parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE).appendPattern("['T'][' ']")
                .append(DateTimeFormatter.ISO_LOCAL_TIME).appendPattern("[XXX][XX][X]").toFormatter(Locale.ENGLISH);
        return new PatternTime(reader, DateTimeFormatter.ISO_OFFSET_DATE_TIME, zone);
    }

    @Override
    public Instant read(Object value, Instant now) {
        if (value instanceof Instant time) {
            return time;
        }
        try {
            return value instanceof String text ? resolve(reader.parse(text), now) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private Instant resolve(TemporalAccessor parsed, Instant now) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed);
        }
        ZoneId named = parsed.query(TemporalQueries.zone());
        ZoneId in = named == null ? zone : named;
        LocalTime clock = LocalTime.from(parsed);
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date != null) {
            return date.atTime(clock).atZone(in).toInstant();
        }
        MonthDay day = MonthDay.from(parsed);
        int year = now.atZone(in).getYear();
        Instant nextYear = day.atYear(year + 1).atTime(clock).atZone(in).toInstant();
        Instant thisYear = day.atYear(year).atTime(clock).atZone(in).toInstant();
        Instant latest = now.plus(MAX_AHEAD);
        return !nextYear.isAfter(latest) ? nextYear : !thisYear.isAfter(latest) ? thisYear
                : day.atYear(year - 1).atTime(clock).atZone(in).toInstant();
    }

    @Override
    public Object write(Instant time) {
        return writer.format(time.atZone(zone));
    }

    @Override
    public boolean readsBack() {
        return read(write(SAMPLE), SAMPLE) != null;
    }
}
