package io.penstock.core.http;

import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Sends requests that deliver something, and tells answers about now from answers about what was sent: 408, 425, 429 and
 * 5xx are RETRY errors ({@code http.status}), after which the next request waits as long as the receiver asked
 * ({@code Retry-After}). Used by one thread, closed by any, which ends a wait or an exchange.
 */
public final class HttpSender implements AutoCloseable {
    private static final int SHOWN_CHARS = 200;
    /** Shorter words of a secret are not hidden in an answer. */
    private static final int SECRET_CHARS = 4;
    private static final Set<Integer> RETRIED = Set.of(408, 425, 429);

    private final HttpClientOptions options;
    private final String name;
    private final Clock clock;
    private final int answerBytes;
    private final StopSignal stop;
    private Optional<HttpCaller> caller = Optional.empty();
    private long notBeforeNanos;
    private boolean waits;

    /**
     * @param name of its threads
     * @param answerBytes of an answer so much is read
     */
    public HttpSender(HttpClientOptions options, String name, Clock clock, int answerBytes) {
        this.options = options;
        this.name = name;
        this.clock = clock;
        this.answerBytes = answerBytes;
        this.stop = new StopSignal(clock);
    }

    /**
     * Sends a request, with the options' headers added.
     *
     * @return any answer but those that are about now: the caller judges
     * @throws PenstockException RETRY when there is none, or one about now; CLOSED after {@link #close}
     */
    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws InterruptedException {
        if (waits && !stop.pauseUntil(notBeforeNanos)) {
            throw closedError();
        }
        waits = false;
        HttpCaller.headers(request.timeout(options.timeout()), options.headers());
        HttpResponse<byte[]> response = caller().call(request.build(), LimitedBody.cutting(answerBytes));
        int status = response.statusCode();
        if (status / 100 == 5 || RETRIED.contains(status)) {
            remember(RetryAfter.of(response.headers().firstValue("Retry-After"), clock.now()));
            throw PenstockException.retry("http.status", answered(response), null);
        }
        return response;
    }

    private void remember(Optional<Duration> asked) {
        asked.ifPresent(wait -> {
            Duration bounded = wait.compareTo(options.maxRetryAfter()) > 0 ? options.maxRetryAfter() : wait;
            notBeforeNanos = clock.nanoTime() + bounded.toNanos();
            waits = true;
        });
    }

    /**
     * An answer for people: who answered, its status, and its beginning in one line. A server may send back what it was
     * sent, so the options' headers are hidden.
     */
    public String answered(HttpResponse<byte[]> response) {
        String text = oneLine(new String(response.body(), StandardCharsets.UTF_8), options.headers().values());
        return response.uri().getAuthority() + " answered " + response.statusCode() + (text.isEmpty() ? "" : ": " + text);
    }

    /** The beginning of a receiver's text in one line, with the words of secrets hidden. */
    public static String oneLine(String text, Collection<Secret> secrets) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        for (Secret secret : secrets) {
            for (String word : secret.reveal().strip().split("\\s+")) {
                line = word.length() < SECRET_CHARS ? line : line.replace(word, "***");
            }
        }
        return line.substring(0, Math.min(SHOWN_CHARS, line.length()));
    }

    /** A body compressed as {@code Content-Encoding: gzip} means it. */
    public static byte[] gzip(byte[] body) {
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

    /** Ends everything; idempotent. */
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
