package io.penstock.pipes.schedule;

import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Locale;

/** One field of a cron expression as a set of numbers. Immutable; the set is a bit mask, all numbers are below 64. */
record CronField(long mask, boolean all) {
    /** The fields with their ranges and names. */
    enum Kind {
        SECOND("second", 0, 59), MINUTE("minute", 0, 59), HOUR("hour", 0, 23), DAY("day of month", 1, 31),
        MONTH("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
        WEEKDAY("day of week", 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

        private final String shown;
        private final int min;
        private final int max;
        private final List<String> names;

        Kind(String shown, int min, int max, String... names) {
            this.shown = shown;
            this.min = min;
            this.max = max;
            this.names = List.of(names);
        }
    }

    boolean has(int number) {
        return (mask >>> number & 1) == 1;
    }

    /** The smallest number in the set that is {@code number} or more; -1 when there is none. */
    int atLeast(int number) {
        long rest = number > 63 ? 0 : mask >>> number;
        return rest == 0 ? -1 : number + Long.numberOfTrailingZeros(rest);
    }

    static CronField parse(Kind kind, String text) {
        long mask = 0;
        for (String part : text.split(",", -1)) {
            mask |= part(kind, part);
        }
        if (kind == Kind.WEEKDAY && (mask >>> 7 & 1) == 1) {
            mask = mask & 0x7f | 1;
        }
        return new CronField(mask, text.equals("*") || text.equals("?"));
    }

    private static long part(Kind kind, String part) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : number(kind, part.substring(slash + 1), part, 1, kind.max + 1);
        int from = kind.min;
        int to = kind == Kind.WEEKDAY ? 6 : kind.max;
        if (!range.equals("*") && !(range.equals("?") && slash < 0)) {
            int dash = range.indexOf('-');
            from = value(kind, dash < 0 ? range : range.substring(0, dash), part);
            to = dash >= 0 ? value(kind, range.substring(dash + 1), part) : slash < 0 ? from : to;
        }
        if (from > to && kind == Kind.WEEKDAY) {
            to += 7;
        }
        if (from > to) {
            throw bad(kind, part, "the range goes backwards");
        }
        long mask = 0;
        for (int i = from; i <= to; i += step) {
            mask |= 1L << (kind == Kind.WEEKDAY && i > 7 ? i - 7 : i);
        }
        return mask;
    }

    static int value(Kind kind, String text, String part) {
        int name = kind.names.indexOf(text.toUpperCase(Locale.ROOT));
        return name >= 0 ? name + (kind == Kind.MONTH ? 1 : 0) : number(kind, text, part, kind.min, kind.max);
    }

    private static int number(Kind kind, String text, String part, int min, int max) {
        boolean digits = !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(text) : -1;
        if (number < min || number > max) {
            throw bad(kind, part, "\"" + text + "\" is not " + min + " to " + max);
        }
        return number;
    }

    static PenstockException bad(Kind kind, String part, String why) {
        return PenstockException.invalid("schedule.invalid", "the field " + kind.shown + " of cron cannot be \"" + part
                + "\": " + why);
    }
}
