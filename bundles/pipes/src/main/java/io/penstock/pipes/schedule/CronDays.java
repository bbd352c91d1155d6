package io.penstock.pipes.schedule;

import io.penstock.pipes.schedule.CronField.Kind;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which days a cron expression means: by day of month, by day of week, or, when both are given, by either. {@code L} is the
 * month's last day, {@code 5L} its last Friday, {@code 5#2} its second. Immutable.
 */
record CronDays(Optional<Predicate<LocalDate>> ofMonth, Optional<Predicate<LocalDate>> ofWeek) {
    static CronDays parse(String days, String weekdays) {
        return new CronDays(ofMonth(days), ofWeek(weekdays));
    }

    boolean has(LocalDate date) {
        if (ofMonth.isPresent() && ofWeek.isPresent()) {
            return ofMonth.get().test(date) || ofWeek.get().test(date);
        }
        return ofMonth.or(() -> ofWeek).map(day -> day.test(date)).orElse(true);
    }

    private static Optional<Predicate<LocalDate>> ofMonth(String text) {
        if (text.equalsIgnoreCase("L")) {
            return Optional.of(date -> date.getDayOfMonth() == date.lengthOfMonth());
        }
        CronField field = CronField.parse(Kind.DAY, text);
        return field.all() ? Optional.empty() : Optional.of(date -> field.has(date.getDayOfMonth()));
    }

    private static Optional<Predicate<LocalDate>> ofWeek(String text) {
        int hash = text.indexOf('#');
        if (hash > 0) {
            int day = CronField.value(Kind.WEEKDAY, text.substring(0, hash), text) % 7;
            int week = text.length() == hash + 2 ? text.charAt(hash + 1) - '0' : 0;
            if (week < 1 || week > 5) {
                throw CronField.bad(Kind.WEEKDAY, text, "behind # stands 1 to 5");
            }
            return Optional.of(date -> weekday(date) == day && (date.getDayOfMonth() + 6) / 7 == week);
        }
        if (text.length() > 1 && (text.endsWith("L") || text.endsWith("l"))) {
            int day = CronField.value(Kind.WEEKDAY, text.substring(0, text.length() - 1), text) % 7;
            return Optional.of(date -> weekday(date) == day && date.getDayOfMonth() > date.lengthOfMonth() - 7);
        }
        CronField field = CronField.parse(Kind.WEEKDAY, text);
        return field.all() ? Optional.empty() : Optional.of(date -> field.has(weekday(date)));
    }

    private static int weekday(LocalDate date) {
        return date.getDayOfWeek().getValue() % 7;
    }
}
