package io.penstock.plugin.http;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.http.HttpSender;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.Clock;
import io.penstock.plugin.http.HttpOutputOptions.Format;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** One request a batch. Written by one thread, closed by any. */
final class HttpOutput implements Output {
    /** Of an answer that refuses, so much is read. */
    private static final int ANSWER_BYTES = 1_024;

    private final HttpOutputOptions options;
    private final HttpSender sender;

    HttpOutput(HttpOutputOptions options, String name, Clock clock) {
        this.options = options;
        this.sender = new HttpSender(new HttpClientOptions(options.headers(), options.connectTimeout(), options.timeout(),
                options.maxRetryAfter(), options.tls()), name, clock, ANSWER_BYTES);
    }

    @Override
    public void write(Batch batch) throws InterruptedException {
        HttpResponse<byte[]> response = sender.send(request(batch));
        if (response.statusCode() / 100 != 2) {
            throw PenstockException.invalid("http.status", sender.answered(response));
        }
    }

    private HttpRequest.Builder request(Batch batch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(options.url());
        request.setHeader("Content-Type", options.format() == Format.JSON ? "application/json" : "application/x-ndjson");
        request.setHeader(options.idempotencyHeader(), batch.id().toString());
        byte[] body = body(batch).getBytes(StandardCharsets.UTF_8);
        if (options.gzip()) {
            request.setHeader("Content-Encoding", "gzip");
            body = HttpSender.gzip(body);
        }
        return request.method(options.method().name(), BodyPublishers.ofByteArray(body));
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

    @Override
    public void close() {
        sender.close();
    }
}
