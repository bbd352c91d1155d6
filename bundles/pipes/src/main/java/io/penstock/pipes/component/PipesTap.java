package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.value.Expr;
import io.penstock.pipes.api.PipeService;
import io.penstock.pipes.expr.CelExpressions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code pipes.tap}: shows events as they pass a {@code node} of a {@code pipe}, those a CEL {@code filter} is true of,
 * until {@code limit} were shown or {@code seconds} have passed. What the caller is too slow for is counted, not shown.
 */
@Component
public final class PipesTap implements AdminCommand {
    private static final int SHOWN = 10;
    private static final int MAX_SHOWN = 1_000_000;
    private static final int SECONDS = 60;
    private static final int MAX_SECONDS = 3600;
    private static final int QUEUE = 256;

    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesTap(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.tap";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) throws InterruptedException {
        Arguments arguments = new Arguments("pipes", given);
        Optional<Expression> filter = arguments.optional("filter")
                .map(text -> new CelExpressions().compile(new Expr(text), Option.Result.BOOL));
        BlockingQueue<Event> seen = new ArrayBlockingQueue<>(QUEUE);
        LongAdder missed = new LongAdder();
        AutoCloseable tap = pipes.tap(arguments.text("pipe"), arguments.text("node"),
                events -> offer(events, seen, missed));
        try {
            show(seen, filter, arguments, reply);
        } finally {
            close(tap);
        }
        if (missed.sum() > 0) {
            reply.send(Map.of("missed", missed.sum()));
        }
    }

    private static void offer(List<Event> events, BlockingQueue<Event> seen, LongAdder missed) {
        for (int i = 0; i < events.size(); i++) {
            if (!seen.offer(events.get(i))) {
                missed.add(events.size() - i);
                return;
            }
        }
    }

    private static void show(BlockingQueue<Event> seen, Optional<Expression> filter, Arguments arguments,
                             AdminReply reply) throws InterruptedException {
        int left = arguments.number("limit", SHOWN, MAX_SHOWN);
        long patience = TimeUnit.SECONDS.toNanos(arguments.number("seconds", SECONDS, MAX_SECONDS));
        io.penstock.core.time.Clock clock = io.penstock.core.time.Clock.system();
        long end = clock.nanoTime() + patience;
        while (left > 0) {
            Event event = seen.poll(Math.max(0, end - clock.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null) {
                return;
            }
            if (filter.isEmpty() || passes(filter.get(), event)) {
                reply.send(EventText.json(event));
                left--;
            }
        }
    }

    /** An event the filter cannot be evaluated for does not pass. */
    private static boolean passes(Expression filter, Event event) {
        try {
            return filter.test(event);
        } catch (io.penstock.core.error.PenstockException e) {
            return false;
        }
    }

    private static void close(AutoCloseable tap) {
        try {
            tap.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
