package io.penstock.bench;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.value.Expr;
import io.penstock.pipes.expr.CelExpressions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One CEL condition of three comparisons over an event of ten fields, true and false in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterBenchmark {
    private static final int EVENTS = 64;

    private final Event[] events = new Event[EVENTS];
    private Expression condition;
    private int next;

    /** Compiles the condition. */
    @Setup
    public void compile() {
        condition = new CelExpressions().compile(
                new Expr("status >= 500 && path.startsWith(\"/api/\") && latency_ms > 100.0"), Option.Result.BOOL);
        for (int i = 0; i < EVENTS; i++) {
            events[i] = event(i);
        }
    }

    private static Event event(int i) {
        Fields.Builder fields = Fields.builder();
        for (int f = 0; f < 7; f++) {
            fields.set("field" + f, "value " + f);
        }
        fields.set("path", i % 3 == 0 ? "/static/x" : "/api/orders/" + i);
        fields.set("status", i % 2 == 0 ? 503L : 200L);
        fields.set("latency_ms", i * 5.0);
        return Record.of(Instant.EPOCH, fields.build());
    }

    /** One evaluation. */
    @Benchmark
    public boolean filter() {
        next = (next + 1) % EVENTS;
        return condition.test(events[next]);
    }
}
