package io.penstock.plugin.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.penstock.core.batch.Fate;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.net.Hosts;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/** Answers one request with what became of its events. Called by many threads. */
final class IngestHandler implements HttpHandler {
    private static final int READ_BYTES = 64 << 10;
    private static final String RETRY_SECONDS = "1";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final int UNAVAILABLE = 503;

    private final HttpServerOptions options;
    private final InputFeed feed;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Semaphore free;
    private final BodyRoom room = BodyRoom.ofHeap();

    /** @param timer interrupts a request that waits too long for room in the pipe */
    IngestHandler(HttpServerOptions options, InputFeed feed, Clock clock, ScheduledExecutorService timer) {
        this.options = options;
        this.feed = feed;
        this.clock = clock;
        this.timer = timer;
        this.free = new Semaphore(options.maxRequests());
    }

    private record Answer(int status, String text) {
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!free.tryAcquire()) {
                send(exchange, new Answer(UNAVAILABLE, "too many requests at a time"));
                return;
            }
            try {
                send(exchange, answer(exchange));
            } finally {
                free.release();
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(options.path())) {
            return new Answer(404, "there is only " + options.path());
        }
        if (options.token().isEmpty() && fromWebPage(exchange)) {
            return new Answer(FORBIDDEN, "web pages may not send here without a token");
        }
        if (!allowed(exchange)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return new Answer(401, "expected Authorization: Bearer and the token");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("POST") && !method.equals("PUT")) {
            exchange.getResponseHeaders().set("Allow", "POST, PUT");
            return new Answer(405, "expected POST or PUT");
        }
        try (BodyRoom.Claim claim = room.claim()) {
            Optional<byte[]> body = body(exchange, claim);
            if (body.isEmpty()) {
                return new Answer(TOO_LARGE, "the body is longer than " + options.maxBody());
            }
            Optional<String> type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"));
            return deliver(options.format().read(body.get(), type, clock.now(), claim));
        } catch (PenstockException e) {
            return new Answer(e.kind() == ErrorKind.RETRY ? UNAVAILABLE
                    : e.code().equals("http.too-much") ? TOO_LARGE : BAD_REQUEST, e.getMessage());
        }
    }

    /** Any page a browser shows may post to this machine unasked; but then says so, or names another host. */
    private static boolean fromWebPage(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        return headers.containsKey("Origin") || headers.containsKey("Sec-Fetch-Site") || !Hosts.isMeant(
                Optional.ofNullable(headers.getFirst("Host")), exchange.getLocalAddress().getAddress());
    }

    /** Compared in constant time. */
    private boolean allowed(HttpExchange exchange) {
        if (options.token().isEmpty()) {
            return true;
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && given.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())
                && options.token().get().equals(Secret.of(given.substring("Bearer ".length()).strip()));
    }

    private Optional<byte[]> body(HttpExchange exchange, BodyRoom.Claim claim) throws IOException {
        int limit = (int) options.maxBody().bytes();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("identity")) {
            throw PenstockException.invalid("http.encoding", "expected Content-Encoding gzip or none");
        }
        InputStream in = exchange.getRequestBody();
        try (InputStream plain = "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(in) : in) {
            return read(plain, limit, claim);
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw PenstockException.invalid("http.encoding", "the body is no gzip: " + e.getMessage());
        } catch (IOException | IndexOutOfBoundsException e) {
            // Chunks that make no sense (the JDK's server takes a size beyond 2^31 for a negative one), or nobody there any
            // more; then the answer fails, too.
            throw PenstockException.invalid("http.body", "the body cannot be read: " + e.getMessage());
        }
    }

    private static Optional<byte[]> read(InputStream in, int limit, BodyRoom.Claim claim) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[READ_BYTES];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            if (body.size() + read > limit) {
                return Optional.empty();
            }
            claim.take(read);
            body.write(piece, 0, read);
        }
        return Optional.of(body.toByteArray());
    }

    private Answer deliver(List<Event> events) {
        if (events.isEmpty()) {
            return new Answer(OK, "0 events");
        }
        long deadline = clock.nanoTime() + options.timeout().toNanos();
        Alarm alarm = new Alarm(Thread.currentThread());
        ScheduledFuture<?> set = timer.schedule(alarm::ring, options.timeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            var fate = feed.submit(events).toCompletableFuture();
            return answer(fate.get(Math.max(0, deadline - clock.nanoTime()), TimeUnit.NANOSECONDS), events.size());
        } catch (InterruptedException | TimeoutException e) {
            return new Answer(UNAVAILABLE, "not delivered in time: send it again");
        } catch (ExecutionException e) {
            return new Answer(UNAVAILABLE, "not delivered: send it again");
        } finally {
            set.cancel(false);
            alarm.off();
        }
    }

    /** Interrupts a waiting thread, but never once it is {@link #off}: an answer must not be written interrupted. */
    private static final class Alarm {
        private final Thread thread;
        private boolean off;

        Alarm(Thread thread) {
            this.thread = thread;
        }

        synchronized void ring() {
            if (!off) {
                thread.interrupt();
            }
        }

        /** On the thread itself; whoever interrupted it meant the wait that is over. */
        synchronized void off() {
            off = true;
            Thread.interrupted();
        }
    }

    private static Answer answer(Fate fate, int count) {
        return switch (fate) {
            case DONE -> new Answer(OK, count + " events");
            case ABANDONED -> new Answer(UNAVAILABLE, "the pipe is being rebuilt: send it again");
            case FAILED -> new Answer(UNPROCESSABLE, "refused for good");
        };
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] text = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (answer.status() == UNAVAILABLE) {
            exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
        }
        exchange.sendResponseHeaders(answer.status(), text.length);
        exchange.getResponseBody().write(text);
        // Closing reads the rest of the request first, and where that fails it drops what was not sent.
        exchange.getResponseBody().flush();
    }
}
