package io.penstock.pipes.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Options;
import io.penstock.pipes.model.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static Schedule schedule(Object written) {
        return Schedule.of(Options.of(Timing.class).bind(written).orThrow("schedule"));
    }

    private static Schedule cron(String expression, String zone) {
        return schedule(Map.of("cron", expression, "timezone", zone, "immediate", false));
    }

    private static List<String> runs(String expression, String zone, String from, int count) {
        return cron(expression, zone).nextRuns(Instant.parse(from), count).stream().map(Instant::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "*/5 * * * * | 2026-01-01T00:05:00Z",
        "0 */1 * * * * | 2026-01-01T00:03:00Z",
        "*/10 * * * * * | 2026-01-01T00:02:40Z",
        "30 2 * * * | 2026-01-01T02:30:00Z",
        "0 0 1 * * | 2026-02-01T00:00:00Z",
        "0 0 L * ? | 2026-01-31T00:00:00Z",
        "0 12 ? FEB MON-WED | 2026-02-02T12:00:00Z",
        "0 0 29 2 * | 2028-02-29T00:00:00Z",
        "0 0 13 * FRI | 2026-01-02T00:00:00Z",
        "0 0 * * 5L | 2026-01-30T00:00:00Z",
        "0 0 * * MON#2 | 2026-01-12T00:00:00Z",
        "0 0 * * 7 | 2026-01-04T00:00:00Z",
        "0 0 * * FRI-MON | 2026-01-02T00:00:00Z",
        "15,45 8-10/2 * * * | 2026-01-01T08:15:00Z",
        "10/20 * * * * | 2026-01-01T00:10:00Z",
        "@hourly | 2026-01-01T01:00:00Z", "@daily | 2026-01-02T00:00:00Z", "@weekly | 2026-01-04T00:00:00Z",
        "@monthly | 2026-02-01T00:00:00Z", "@YEARLY | 2027-01-01T00:00:00Z"})
    void findsTheNextDueTime(String expression, String next) {
        assertThat(cron(expression, "UTC").next(Instant.parse("2026-01-01T00:02:30.5Z"))).contains(Instant.parse(next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "* * * * * * *", "61 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
        "5-1 * * * *", "*/0 * * * *", "a * * * *", "* * * FOO *", "1,,2 * * * *", "@reboot", "0 0 30 2 *", "* * * * 5#6",
        "-1 * * * *", "1- * * * *", "99999999999 * * * *"})
    void refusesWhatItCannotReadOrIsNeverDue(String expression) {
        assertThatThrownBy(() -> cron(expression, "UTC")).isInstanceOf(PenstockException.class)
                .extracting(e -> ((PenstockException) e).code()).isEqualTo("schedule.invalid");
    }

    @Test
    void wantsEitherIntervalOrCron() {
        assertThatThrownBy(() -> schedule(Map.of())).hasMessageContaining("neither");
        assertThatThrownBy(() -> schedule(Map.of("interval", "1s", "cron", "* * * * *"))).hasMessageContaining("both");
    }

    @Test
    void runsAtIntervals() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(schedule("10s").nextRuns(from, 3)).containsExactly(from, from.plusSeconds(10), from.plusSeconds(20));
    }

    @Test
    void runsOnceAtTheEndOfAnHourTheClockLeavesOut() {
        assertThat(runs("0,30 2 * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 3)).containsExactly(
                "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void runsFixedHoursOnceWhenAnHourHappensTwice() {
        assertThat(runs("30 2 * * *", "Europe/Berlin", "2026-10-24T22:00:00Z", 2)).containsExactly(
                "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(cron("30 2 * * *", "Europe/Berlin").next(Instant.parse("2026-10-25T01:10:00Z")))
                .contains(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void keepsEveryHoursRhythmOverChangesOfTheClock() {
        assertThat(runs("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 5)).containsExactly(
                "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z",
                "2026-10-25T02:00:00Z");
        assertThat(runs("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:15:00Z", 3)).containsExactly(
                "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
        assertThat(runs("15 * * * *", "Australia/Lord_Howe", "2026-04-04T14:00:00Z", 3)).containsExactly(
                "2026-04-04T14:15:00Z", "2026-04-04T15:45:00Z", "2026-04-04T16:45:00Z");
    }

    @Test
    void givesStrictlyLaterTimesFromAnywhereAroundAChange() {
        for (String expression : List.of("30 2 * * *", "*/7 * * * *", "0 0 3 * * *", "0 1,2,3 * * *")) {
            Schedule schedule = cron(expression, "Europe/Berlin");
            for (long at = Instant.parse("2026-03-29T00:00:00Z").getEpochSecond(), i = 0; i < 300; i++) {
                Instant after = Instant.ofEpochSecond(at + i * 61);
                assertThat(schedule.next(after)).get().satisfies(next -> assertThat(next).isAfter(after));
            }
        }
    }

    @Test
    void missedTimesAreLeftToTheCallerWhoAsksFromNow() {
        assertThat(cron("0 * * * *", "UTC").next(Instant.parse("2026-01-01T07:59:59Z")))
                .contains(Instant.parse("2026-01-01T08:00:00Z"));
    }
}
