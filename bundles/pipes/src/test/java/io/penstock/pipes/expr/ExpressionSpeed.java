package io.penstock.pipes.expr;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Expr;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Measures one filter by hand: run its main; five rounds of a second or so. Asserts nothing. */
public final class ExpressionSpeed {
    private static final int EVENTS = 1000;
    private static final int TURNS = 5000;

    private ExpressionSpeed() {
    }

    /** Prints nanoseconds per event of each round. */
    public static void main(String[] arguments) {
        Expression filter = new CelExpressions().compile(
                new Expr("status >= 500 && path.startsWith(\"/api/\") && latency_ms > 100.0"), Option.Result.BOOL);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(Record.of(Instant.EPOCH, Fields.builder().set("host", "h" + i).set("method", "GET")
                    .set("status", i % 2 == 0 ? (Object) 503L : (Object) 503.0).set("path", i % 3 == 0 ? "/api/x" : "/x")
                    .set("latency_ms", i * 1.5).build()));
        }
        for (int round = 0; round < 6; round++) {
            long begun = Clock.system().nanoTime();
            int kept = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                for (Event event : events) {
                    kept += filter.test(event) ? 1 : 0;
                }
            }
            double each = (double) (Clock.system().nanoTime() - begun) / (EVENTS * TURNS);
            System.out.printf("%.1f ns per event (%d kept)%n", each, kept);
        }
    }
}
