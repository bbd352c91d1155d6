package io.penstock.admin.command;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.PenstockException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * {@code logs.tail}: what was logged last and, with {@code follow}, what is logged from now on. A follower that reads too
 * slowly misses lines and is told how many: the log never waits for it.
 */
@Component
public final class LogsTailCommand implements AdminCommand {
    private static final int MAX_LINES = 10_000;
    private static final int QUEUE_LINES = 4_096;

    private final LogReaderService log;

    /** Reads from the framework's log. */
    @Activate
    public LogsTailCommand(@Reference LogReaderService log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "logs.tail";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        Arguments asked = new Arguments(name(), arguments);
        LogLine filter = new LogLine(level(asked.text("level", "trace")), asked.text("module", ""));
        int lines = asked.number("lines", 20, MAX_LINES);
        if (!asked.flag("follow")) {
            last(filter, lines).forEach(entry -> reply.send(LogLine.row(entry)));
            return;
        }
        follow(filter, lines, reply);
    }

    private static LogLevel level(String text) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().equals(text.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw PenstockException.invalid("logs.level", "level is \"" + text
                + "\"; expected error, warn, info, debug or trace");
    }

    private Deque<LogEntry> last(LogLine filter, int lines) {
        Deque<LogEntry> last = new ArrayDeque<>();
        List<LogEntry> newestFirst = Collections.list(log.getLog());
        for (LogEntry entry : newestFirst) {
            if (last.size() < lines && filter.wanted(entry)) {
                last.addFirst(entry);
            }
        }
        return last;
    }

    private void follow(LogLine filter, int lines, AdminReply reply) throws InterruptedException {
        BlockingQueue<LogEntry> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
        AtomicLong missed = new AtomicLong();
        LogListener listener = entry -> {
            if (filter.wanted(entry) && !queue.offer(entry)) {
                missed.incrementAndGet();
            }
        };
        last(filter, lines).forEach(entry -> reply.send(LogLine.row(entry)));
        log.addLogListener(listener);
        try {
            while (true) {
                reply.send(LogLine.row(queue.take()));
                long gone = missed.getAndSet(0);
                if (gone > 0) {
                    reply.send(Map.of("missed", gone));
                }
            }
        } finally {
            log.removeLogListener(listener);
        }
    }
}
