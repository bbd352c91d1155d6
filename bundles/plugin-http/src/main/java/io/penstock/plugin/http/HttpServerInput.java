package io.penstock.plugin.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.net.HttpLimits;
import io.penstock.core.net.TlsServer;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/** The JDK's server around an {@link IngestHandler}. Run by one thread, closed by any. */
final class HttpServerInput implements Input {
    private static final int BACKLOG = 128;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private final HttpServerOptions options;
    private final String name;
    private final Clock clock;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile int port;

    HttpServerInput(HttpServerOptions options, String name, Clock clock) {
        this.options = options;
        this.name = name;
        this.clock = clock;
    }

    @Override
    public void run(InputFeed feed) throws IOException, InterruptedException {
        HttpLimits.set();
        ExecutorService workers = Workers.cached(name);
        ScheduledExecutorService timer = Workers.timer(name + "-timer");
        HttpServer server = bind();
        try {
            server.createContext(options.path(), new IngestHandler(options, feed, clock, timer));
            server.setExecutor(workers);
            server.start();
            port = server.getAddress().getPort();
            started.countDown();
            feed.healthy();
            end.await();
        } finally {
            server.stop(0);
            Workers.stop(timer, STOP_DEADLINE);
            Workers.stop(workers, STOP_DEADLINE);
        }
    }

    private HttpServer bind() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(options.address()), options.port());
        try {
            return options.tls().isPresent() ? encrypted(address, options.tls().get()) : HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
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

    /** For tests: waits until it listens. */
    int awaitPort() throws InterruptedException {
        started.await();
        return port;
    }

    @Override
    public void close() {
        end.countDown();
    }
}
