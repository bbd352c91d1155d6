package io.penstock.control.client.report;

import io.penstock.control.api.BatchAnswer;
import io.penstock.control.api.LogLine;
import io.penstock.control.api.MetricKind;
import io.penstock.control.api.MetricLine;
import io.penstock.control.api.TextRule;
import io.penstock.control.client.settings.ClientSettings;
import io.penstock.control.client.settings.LogsOptions;
import io.penstock.control.client.wire.Reply;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the server what it is to see of this agent's log and measurements, as set, and keeps what cannot be sent now. One
 * thread of its own; lines come from any.
 */
public final class LineSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(1);
    private static final long TICK_MILLIS = 1000;
    private static final Duration KEEP = Duration.ofSeconds(60);
    private static final int MAX_LABELS = 32;
    private static final int MOST_BATCHES = 4;

    private final Backlog logs;
    private final Backlog metrics;
    private final MetricSource source;
    private final Post post;
    private final Clock clock;
    private final ScheduledExecutorService timer = Workers.timer("control-lines");
    private volatile ClientSettings settings;
    private long nextLogs;
    private long nextMetrics;
    private long nextKeep;

    /** Sends a batch. */
    @FunctionalInterface
    public interface Post {
        /** Empty when the agent is not connected. */
        Optional<Reply<BatchAnswer>> send(String kind, byte[] lines) throws InterruptedException;
    }

    public LineSender(Backlog logs, Backlog metrics, MetricSource source, Post post, ClientSettings settings, Clock clock) {
        this.logs = logs;
        this.metrics = metrics;
        this.source = source;
        this.post = post;
        this.clock = clock;
        this.settings = settings;
        this.nextLogs = clock.nanoTime();
        this.nextMetrics = clock.nanoTime();
        this.nextKeep = clock.nanoTime() + KEEP.toNanos();
    }

    /** Begins. */
    public void start() {
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Goes on with other settings. */
    public void modified(ClientSettings next) {
        settings = next;
        logs.most(next.logs().maxSize().bytes());
        metrics.most(next.metrics().maxSize().bytes());
        nextMetrics = clock.nanoTime();
    }

    /** A line of the log; one that is not wanted is passed over. */
    public void log(LogLine line) {
        if (isWanted(line)) {
            logs.add(line);
        }
    }

    private boolean isWanted(LogLine line) {
        LogsOptions.Level least = settings.logs().level();
        return switch (line.level()) {
            case ERROR -> least != LogsOptions.Level.OFF;
            case WARN -> least == LogsOptions.Level.WARN || least == LogsOptions.Level.INFO;
            case INFO -> least == LogsOptions.Level.INFO;
            case DEBUG, TRACE -> false;
        };
    }

    private void tick() {
        try {
            long now = clock.nanoTime();
            Duration every = settings.metrics().interval();
            if (!every.isZero() && now - nextMetrics >= 0) {
                nextMetrics = now + every.toNanos();
                measure();
                send("metrics", metrics);
            }
            if (now - nextLogs >= 0) {
                nextLogs = now + settings.logs().interval().toNanos();
                send("logs", logs);
                send("metrics", metrics);
            }
            if (now - nextKeep >= 0) {
                nextKeep = now + KEEP.toNanos();
                keep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("Lines cannot be sent", e);
        }
    }

    private void measure() {
        Instant now = clock.now();
        source.collect(new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                add(now, name, MetricKind.COUNTER, labels, value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                add(now, name, MetricKind.GAUGE, labels, value);
            }
        });
    }

    private void add(Instant now, String name, MetricKind kind, Map<String, String> labels, double value) {
        if (Double.isFinite(value) && TextRule.METRIC_NAME.holds(name) && labels.size() <= MAX_LABELS) {
            metrics.add(new MetricLine(now, name, kind, new TreeMap<>(labels), value));
        }
    }

    private void send(String kind, Backlog from) throws InterruptedException {
        for (int i = 0; i < MOST_BATCHES; i++) {
            Optional<Backlog.Batch> batch = from.next();
            if (batch.isEmpty() || !sent(kind, from, batch.get())) {
                return;
            }
        }
    }

    /** A batch the server will never take is given up: it would be in the way of all others. */
    private boolean sent(String kind, Backlog from, Backlog.Batch batch) throws InterruptedException {
        try {
            Optional<Reply<BatchAnswer>> reply = post.send(kind, batch.content());
            boolean never = reply.isPresent() && reply.get() instanceof Reply.Refused<BatchAnswer> refused
                    && (refused.refusal().status() == 400 || refused.refusal().status() == 413);
            boolean done = never || reply.isPresent() && !(reply.get() instanceof Reply.Refused<BatchAnswer>);
            if (done) {
                from.taken(batch);
            }
            return done;
        } catch (PenstockException e) {
            LOG.debug("{} cannot be sent now", kind, e);
            return false;
        }
    }

    private void keep() {
        logs.keep();
        metrics.keep();
    }

    @Override
    public void close() {
        Workers.stop(timer, STOP_DEADLINE);
        keep();
    }
}
