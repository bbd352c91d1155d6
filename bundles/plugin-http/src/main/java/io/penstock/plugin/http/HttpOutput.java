package io.penstock.plugin.http;

import io.penstock.core.batch.Batch;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import io.penstock.plugin.http.HttpOutputOptions.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** One request a batch. Written by one thread, closed by any. */
final class HttpOutput implements Output {
    /** Of an answer that refuses, so much is read and so much shown. */
    private static final int ANSWER_BYTES = 1_024;
    private static final int SHOWN_CHARS = 200;
    /** Shorter words of a header are not hidden in an answer. */
    private static final int SECRET_CHARS = 4;
    /** Client errors that are about now, not about the batch: timeout, too early, too many. */
    private static final Set<Integer> RETRIED = Set.of(408, 425, 429);

    private final HttpOutputOptions options;
    private final String name;
    private final Clock clock;
    private final StopSignal stop;
    private Optional<HttpCaller> caller = Optional.empty();
    private long notBeforeNanos;
    private boolean waits;

    HttpOutput(HttpOutputOptions options, String name, Clock clock) {
        this.options = options;
        this.name = name;
        this.clock = clock;
        this.stop = new StopSignal(clock);
    }

    @Override
    public void write(Batch batch) throws InterruptedException {
        if (waits && !stop.pauseUntil(notBeforeNanos)) {
            throw closedError();
        }
        waits = false;
        HttpResponse<byte[]> response = caller().call(request(batch), LimitedBody.cutting(ANSWER_BYTES));
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String message = options.url().getAuthority() + " answered " + status + shown(response.body());
        if (status / 100 == 5 || RETRIED.contains(status)) {
            remember(RetryAfter.of(response.headers().firstValue("Retry-After"), clock.now()));
            throw PenstockException.retry("http.status", message, null);
        }
        throw PenstockException.invalid("http.status", message);
    }

    private void remember(Optional<Duration> asked) {
        asked.ifPresent(wait -> {
            Duration bounded = wait.compareTo(options.maxRetryAfter()) > 0 ? options.maxRetryAfter() : wait;
            notBeforeNanos = clock.nanoTime() + bounded.toNanos();
            waits = true;
        });
    }

    /** The beginning of an answer for people; a server may send back what it was sent, headers with secrets included. */
    private String shown(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
        for (Secret header : options.headers().values()) {
            for (String word : header.reveal().strip().split("\\s+")) {
                text = word.length() < SECRET_CHARS ? text : text.replace(word, "***");
            }
        }
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(SHOWN_CHARS, text.length()));
    }

    private HttpRequest request(Batch batch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(options.url()).timeout(options.timeout());
        request.setHeader("Content-Type", options.format() == Format.JSON ? "application/json" : "application/x-ndjson");
        request.setHeader(options.idempotencyHeader(), batch.id().toString());
        byte[] body = body(batch).getBytes(StandardCharsets.UTF_8);
        if (options.gzip()) {
            request.setHeader("Content-Encoding", "gzip");
            body = zipped(body);
        }
        HttpCaller.headers(request, options.headers());
        return request.method(options.method().name(), BodyPublishers.ofByteArray(body)).build();
    }

    private String body(Batch batch) {
        StringBuilder text = new StringBuilder((int) Math.min(1 << 24, 2 + batch.sizeBytes()));
        boolean array = options.format() == Format.JSON;
        String separator = array ? "[" : "";
        for (Event event : batch.events()) {
            text.append(separator);
            EventText.appendJson(text, event.fields());
            separator = array ? ",\n" : "\n";
        }
        return text.append(array ? "]\n" : "\n").toString();
    }

    private static byte[] zipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to take bytes", e);
        }
        return bytes.toByteArray();
    }

    private synchronized HttpCaller caller() {
        if (stop.stopped()) {
            throw closedError();
        }
        if (caller.isEmpty()) {
            caller = Optional.of(new HttpCaller(name, options.tls(), options.connectTimeout(), options.timeout()));
        }
        return caller.get();
    }

    private static PenstockException closedError() {
        return new PenstockException(ErrorKind.CLOSED, "http.closed", "the output is closed");
    }

    @Override
    public void close() {
        stop.stop();
        Optional<HttpCaller> open;
        synchronized (this) {
            open = caller;
        }
        open.ifPresent(HttpCaller::close);
    }
}
