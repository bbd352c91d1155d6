package io.penstock.admin.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.net.HttpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * The HTTP port to watch from: read-only pages, no bodies taken, no cookies, nothing to log in to. Answers only requests
 * that name this machine, so that a web page with a rebound name cannot read it. Thread-safe.
 */
public final class WatchEndpoint implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService workers;
    private final Map<String, Supplier<Page>> pages;

    /** What a request is answered with. */
    public record Page(int status, String contentType, String body) {
    }

    private WatchEndpoint(HttpServer server, Map<String, Supplier<Page>> pages) {
        this.server = server;
        this.pages = Map.copyOf(pages);
        this.workers = Workers.fixed("admin-http", THREADS);
    }

    /**
     * Binds and serves.
     *
     * @param pages by path
     * @throws PenstockException CONFLICT ({@code admin.address-in-use}) when the address cannot be bound
     */
    public static WatchEndpoint open(InetSocketAddress address, Map<String, Supplier<Page>> pages) {
        HttpLimits.set();
        try {
            WatchEndpoint endpoint = new WatchEndpoint(HttpServer.create(address, BACKLOG), pages);
            endpoint.server.createContext("/", endpoint::handle);
            endpoint.server.setExecutor(endpoint.workers);
            endpoint.server.start();
            return endpoint;
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.CONFLICT, "admin.address-in-use", "cannot listen on "
                    + address.getAddress().getHostAddress() + ":" + address.getPort() + ": " + PenstockException.describe(e)
                    + "; set another address in [admin], or address = \"none\"", e);
        }
    }

    /** Where it can be read, with the port that was really taken: {@code http://127.0.0.1:9600}. */
    public String url() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : bound.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page;
            try {
                page = answer(exchange);
            } catch (RuntimeException e) {
                page = text(500, "cannot tell: " + PenstockException.describe(e));
            }
            send(exchange, page);
        }
    }

    private Page answer(HttpExchange exchange) {
        Optional<String> host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"));
        if (!Hosts.isMeant(host, server.getAddress().getAddress())) {
            return text(403, "this address answers only to its own name");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return text(405, "read only");
        }
        Supplier<Page> page = pages.get(exchange.getRequestURI().getPath());
        return page == null ? text(404, "there are " + String.join(", ", pages.keySet().stream().sorted().toList())) : page.get();
    }

    private static Page text(int status, String message) {
        return new Page(status, "text/plain; charset=utf-8", message + "\n");
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        Workers.stop(workers, STOP_DEADLINE);
    }
}
