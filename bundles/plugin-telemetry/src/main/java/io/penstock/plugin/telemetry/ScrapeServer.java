package io.penstock.plugin.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.net.HttpLimits;
import io.penstock.core.net.TlsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/** An HTTP port with one page. On loopback it answers only to loopback names, so no web page can read it. Thread-safe. */
final class ScrapeServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService workers;
    private final String path;
    private final Function<TextFormat, String> page;

    private ScrapeServer(HttpServer server, String path, Function<TextFormat, String> page) {
        this.server = server;
        this.path = path;
        this.page = page;
        this.workers = Workers.fixed("prometheus", THREADS);
    }

    /** Binds and serves; an address that is taken is an error as {@link HttpServer#create} gives it. */
    static ScrapeServer open(InetSocketAddress address, Optional<TlsServer> tls, String path,
                             Function<TextFormat, String> page) throws IOException {
        HttpLimits.set();
        HttpServer server = tls.isEmpty() ? HttpServer.create(address, BACKLOG) : encrypted(address, tls.get());
        ScrapeServer scrape = new ScrapeServer(server, path, page);
        scrape.server.createContext("/", scrape::handle);
        scrape.server.setExecutor(scrape.workers);
        scrape.server.start();
        return scrape;
    }

    private static HttpServer encrypted(InetSocketAddress address, TlsServer tls) throws IOException {
        SSLContext context = tls.context();
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(tls.parameters());
            }
        });
        return server;
    }

    /** Where it really listens. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!Hosts.isMeant(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")),
                    address().getAddress())) {
                send(exchange, 403, "this address answers only to its own name\n");
            } else if (!exchange.getRequestURI().getPath().equals(path)) {
                send(exchange, 404, "there is " + path + "\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "read only\n");
            } else {
                TextFormat format = TextFormat.accepted(exchange.getRequestHeaders().getFirst("Accept"));
                exchange.getResponseHeaders().set("Content-Type", format.contentType());
                send(exchange, 200, page.apply(format));
            }
        } catch (RuntimeException e) {
            throw new IOException("the page could not be made: " + PenstockException.describe(e), e);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String encodings = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (encodings != null && encodings.contains("gzip")) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = zipped(body);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 8 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        Workers.stop(workers, STOP_DEADLINE);
    }
}
