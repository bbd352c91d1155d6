package io.penstock.admin.socket;

import io.penstock.admin.api.PlainJson;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One caller. Its own thread reads all the time, so that a caller that goes away is noticed while a command works; the
 * command runs on a worker and is then interrupted.
 */
final class Session implements Runnable, AdminReply {
    private final SocketChannel channel;
    private final LineReader lines;
    private final OutputStream out;
    private final CommandTable commands;
    private final Limits limits;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private volatile boolean busy;
    private volatile ScheduledFuture<?> idle;
    private Future<?> running;

    Session(SocketChannel channel, CommandTable commands, Limits limits, ExecutorService workers,
            ScheduledExecutorService timer) {
        this.channel = channel;
        this.lines = new LineReader(ChannelStreams.input(channel), limits.maxLineBytes());
        this.out = ChannelStreams.output(channel);
        this.commands = commands;
        this.limits = limits;
        this.workers = workers;
        this.timer = timer;
    }

    @Override
    public void run() {
        idle = closeAfter(limits.idle());
        try {
            Optional<String> line = lines.next();
            while (line.isPresent() && take(line.get())) {
                line = lines.next();
            }
        } catch (PenstockException e) {
            tell(e);
        } catch (IOException e) {
            // The caller has gone, or was too slow: nobody is left to be told.
            return;
        } finally {
            idle.cancel(false);
            if (running != null) {
                running.cancel(true);
            }
            close();
        }
    }

    /** Whether the connection goes on. */
    private boolean take(String line) throws IOException {
        if (busy) {
            throw new PenstockException(ErrorKind.CONFLICT, "admin.busy", "a connection takes one request at a time");
        }
        idle.cancel(false);
        Request request = Request.parse(line);
        Optional<RawCommand> raw = commands.raw(request.command());
        if (raw.isPresent()) {
            handOver(raw.get());
            return false;
        }
        busy = true;
        running = workers.submit(() -> answer(request));
        return true;
    }

    private void handOver(RawCommand raw) throws IOException {
        write(Map.of("raw", true));
        // The empty line says that the caller has switched over.
        if (lines.next().isPresent()) {
            raw.talk(lines.rest(), out);
        }
    }

    private void answer(Request request) {
        Map<String, Object> last;
        try {
            AdminCommand command = commands.command(request.command());
            command.run(request.arguments(), this);
            last = Map.of("done", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            last = error(new PenstockException(ErrorKind.CLOSED, "admin.interrupted", "interrupted"));
        } catch (PenstockException e) {
            last = error(e);
        } catch (RuntimeException | LinkageError e) {
            last = error(new PenstockException(ErrorKind.BUG, "admin.bug",
                    request.command() + " failed: " + PenstockException.describe(e), e));
        }
        idle = closeAfter(limits.idle());
        busy = false;
        tryWrite(last);
    }

    @Override
    public void send(Object value) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("value", value);
        try {
            write(line);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.CLOSED, "admin.caller-gone", "the caller has gone", e);
        }
    }

    private void tell(PenstockException e) {
        tryWrite(error(e));
    }

    private static Map<String, Object> error(PenstockException e) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", e.kind().name());
        error.put("code", e.code());
        error.put("message", e.getMessage());
        return Map.of("error", error);
    }

    private void tryWrite(Map<String, Object> line) {
        try {
            write(line);
        } catch (IOException e) {
            // The reading side sees the same end and cleans up.
            return;
        }
    }

    private synchronized void write(Map<String, Object> line) throws IOException {
        ScheduledFuture<?> deadline = closeAfter(limits.write());
        try {
            out.write((PlainJson.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } finally {
            deadline.cancel(false);
        }
    }

    private ScheduledFuture<?> closeAfter(Duration time) {
        return timer.schedule(this::close, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed for every purpose of ours.
            return;
        }
    }
}
