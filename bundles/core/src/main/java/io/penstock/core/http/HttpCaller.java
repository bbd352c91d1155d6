package io.penstock.core.http;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.TlsClient;
import io.penstock.core.value.Secret;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Makes requests, each with a deadline over everything: connecting, headers, body. Redirects are not followed: headers with
 * secrets would go along. Thread-safe; a thread waits for the request it makes.
 */
public final class HttpCaller implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(1);

    private final ExecutorService workers;
    private final HttpClient client;
    private final Duration timeout;
    private final Set<CompletableFuture<?>> inFlight = new HashSet<>();
    private boolean closed;

    /**
     * Connects to nothing yet.
     *
     * @param name of its threads
     * @param tls a certificate to show, authorities to trust; its files are read here (INVALID {@code net.tls})
     * @param connectTimeout how long connecting may take
     * @param timeout how long the whole exchange may take
     */
    public HttpCaller(String name, Optional<TlsClient> tls, Duration connectTimeout, Duration timeout) {
        this(name, timeout, builder -> {
            builder.connectTimeout(connectTimeout);
            tls.filter(TlsClient::enabled).ifPresent(options -> builder.sslContext(options.context())
                    .sslParameters(options.parameters()));
        });
    }

    /**
     * As the other one, with TLS as somebody else has set it up.
     *
     * @param proxy to go through, for all requests
     */
    public HttpCaller(String name, SSLContext context, SSLParameters parameters, Optional<InetSocketAddress> proxy,
                      Duration connectTimeout, Duration timeout) {
        this(name, timeout, builder -> {
            builder.connectTimeout(connectTimeout).sslContext(context).sslParameters(parameters);
            proxy.ifPresent(address -> builder.proxy(ProxySelector.of(address)));
        });
    }

    private HttpCaller(String name, Duration timeout, Consumer<HttpClient.Builder> setUp) {
        this.workers = Workers.cached(name);
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder().executor(workers).version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        setUp.accept(builder);
        this.client = builder.build();
    }

    /** Adds headers a user gave; one that cannot be sent is INVALID, and its value not shown. */
    public static void headers(HttpRequest.Builder request, Map<String, Secret> headers) {
        headers.forEach((name, value) -> {
            try {
                request.setHeader(name, value.reveal());
            } catch (IllegalArgumentException e) {
                throw PenstockException.invalid("http.header", "the header \"" + name + "\" cannot be sent like this");
            }
        });
    }

    /**
     * Sends a request and waits for the whole response.
     *
     * @throws PenstockException RETRY when there is none; CLOSED after {@link #close}
     */
    public <T> HttpResponse<T> call(HttpRequest request, BodyHandler<T> body) throws InterruptedException {
        return call(request, body, timeout);
    }

    /** As the other, with a deadline of its own: for a request that is meant to wait. */
    public <T> HttpResponse<T> call(HttpRequest request, BodyHandler<T> body, Duration timeout)
            throws InterruptedException {
        CompletableFuture<HttpResponse<T>> response = start(request, body);
        try {
            return response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw PenstockException.retry("http.timeout", where(request) + " did not answer within " + timeout, e);
        } catch (CancellationException e) {
            throw new PenstockException(ErrorKind.CLOSED, "http.closed", "the request was given up", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PenstockException known) {
                throw known;
            }
            throw PenstockException.retry("http.unreachable", where(request) + " cannot be reached: "
                    + PenstockException.describe(e.getCause()), e.getCause());
        } finally {
            response.cancel(true);
            over(response);
        }
    }

    private synchronized void over(CompletableFuture<?> response) {
        inFlight.remove(response);
    }

    private synchronized <T> CompletableFuture<HttpResponse<T>> start(HttpRequest request, BodyHandler<T> body) {
        if (closed) {
            throw new PenstockException(ErrorKind.CLOSED, "http.closed", "this end is closed");
        }
        CompletableFuture<HttpResponse<T>> response = client.sendAsync(request, body);
        inFlight.add(response);
        return response;
    }

    /** Without path and query: those may hold secrets. */
    private static String where(HttpRequest request) {
        return request.uri().getScheme() + "://" + request.uri().getAuthority();
    }

    @Override
    public void close() {
        List<CompletableFuture<?>> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(inFlight);
        }
        open.forEach(response -> response.cancel(true));
        Workers.stop(workers, STOP_DEADLINE);
    }
}
