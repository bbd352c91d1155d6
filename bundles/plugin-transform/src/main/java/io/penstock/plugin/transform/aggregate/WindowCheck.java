package io.penstock.plugin.transform.aggregate;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.value.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds what does not go together in the options of a window. */
final class WindowCheck {
    private final WindowPlugin.Settings options;
    private final List<OptionProblem> problems = new ArrayList<>();

    private WindowCheck(WindowPlugin.Settings options) {
        this.options = options;
    }

    static List<OptionProblem> problems(WindowPlugin.Settings options) {
        WindowCheck check = new WindowCheck(options);
        check.spans();
        check.time();
        check.aggregates();
        return check.problems;
    }

    private void problem(String key, String code, String message) {
        problems.add(new OptionProblem(List.of(key), code, message));
    }

    private void spans() {
        if (options.tumbling().isPresent() == options.sliding().isPresent()) {
            problem("tumbling", "window.span", "expected either tumbling or sliding");
        }
        if (options.sliding().isPresent() != options.every().isPresent()) {
            problem("every", "window.every", "expected sliding and every together");
            return;
        }
        options.sliding().ifPresent(length -> {
            Duration step = options.every().orElseThrow();
            if (step.compareTo(length) > 0) {
                problem("every", "window.gap", "expected at most the length of the window, " + Durations.format(length)
                        + ", but found " + Durations.format(step));
            } else if (length.toNanos() / step.toNanos() > WindowPlugin.MAX_OVERLAP) {
                problem("every", "window.overlap", "expected at most " + WindowPlugin.MAX_OVERLAP
                        + " overlapping windows, but " + Durations.format(length) + " every " + Durations.format(step)
                        + " makes " + length.toNanos() / step.toNanos());
            }
        });
    }

    private void time() {
        if (options.time() == WindowPlugin.Time.PROCESSING && !options.lateness().isZero()) {
            problem("lateness", "window.lateness", "expected no lateness with processing time: nothing is late then");
        }
        if (options.time() == WindowPlugin.Time.PROCESSING && options.idle().isPresent()) {
            problem("idle", "window.idle", "expected no idle with processing time: the clock always goes on");
        }
        if (options.output() == WindowPlugin.Result.MEASUREMENT && !options.groupBy().isEmpty()) {
            problem("group-by", "window.group-by", "expected no group-by with output: measurement, whose groups are series");
        }
    }

    private void aggregates() {
        if (options.emit().isEmpty()) {
            problem("emit", "window.emit", "expected at least one field with its aggregate, such as count: count()");
        }
        options.emit().forEach((field, call) -> {
            try {
                Aggregate.parse(call);
            } catch (PenstockException e) {
                problems.add(new OptionProblem(List.of("emit", field), e.code(), e.getMessage()));
            }
        });
    }
}
