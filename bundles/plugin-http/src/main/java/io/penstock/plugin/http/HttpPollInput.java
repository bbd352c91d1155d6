package io.penstock.plugin.http;

import io.penstock.core.http.HttpCaller;
import io.penstock.core.http.LimitedBody;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.ScheduledInput;
import io.penstock.core.time.Clock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** One request at every due time. Polled by one thread, closed by any. */
final class HttpPollInput implements ScheduledInput {
    private static final int NOT_MODIFIED = 304;

    private final HttpPollOptions options;
    private final String name;
    private final Clock clock;
    private Optional<HttpCaller> caller = Optional.empty();
    private Optional<String> tag = Optional.empty();
    private Optional<String> modified = Optional.empty();
    private boolean closed;

    HttpPollInput(HttpPollOptions options, String name, Clock clock) {
        this.options = options;
        this.name = name;
        this.clock = clock;
    }

    @Override
    public void poll(InputFeed feed) throws InterruptedException {
        Optional<HttpCaller> ready = caller();
        if (ready.isEmpty()) {
            return;
        }
        HttpResponse<byte[]> response = call(ready.get());
        if (response.statusCode() == NOT_MODIFIED) {
            return;
        }
        if (response.statusCode() / 100 != 2) {
            throw PenstockException.retry("http.status", options.url().getAuthority() + " answered "
                    + response.statusCode() + "; expected 200", null);
        }
        List<Event> events = read(response);
        if (!events.isEmpty()) {
            feed.emit(events);
        }
        // Only now: what failed before must be fetched again.
        tag = response.headers().firstValue("ETag");
        modified = response.headers().firstValue("Last-Modified");
    }

    private HttpResponse<byte[]> call(HttpCaller ready) throws InterruptedException {
        try {
            return ready.call(request(), LimitedBody.refusing(options.maxBody().bytes()));
        } catch (PenstockException e) {
            // What is wrong with one answer need not be wrong with the next.
            throw PenstockException.retry(e.code(), e.getMessage(), e);
        }
    }

    private List<Event> read(HttpResponse<byte[]> response) {
        try (BodyRoom.Claim claim = BodyRoom.ofHeap().claim()) {
            return options.format().read(response.body(), response.headers().firstValue("Content-Type"), clock.now(), claim);
        } catch (PenstockException e) {
            throw PenstockException.retry(e.code(), e.getMessage(), e);
        }
    }

    private HttpRequest request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(options.url()).timeout(options.timeout());
        HttpCaller.headers(request, options.headers());
        request.method(options.method().name(), options.body().map(BodyPublishers::ofString)
                .orElseGet(BodyPublishers::noBody));
        if (options.onlyChanged()) {
            tag.ifPresent(value -> request.setHeader("If-None-Match", value));
            modified.ifPresent(value -> request.setHeader("If-Modified-Since", value));
        }
        return request.build();
    }

    private synchronized Optional<HttpCaller> caller() {
        if (caller.isEmpty() && !closed) {
            caller = Optional.of(new HttpCaller(name, options.tls(), options.connectTimeout(), options.timeout()));
        }
        return caller;
    }

    @Override
    public void close() {
        Optional<HttpCaller> open;
        synchronized (this) {
            closed = true;
            open = caller;
        }
        open.ifPresent(HttpCaller::close);
    }
}
