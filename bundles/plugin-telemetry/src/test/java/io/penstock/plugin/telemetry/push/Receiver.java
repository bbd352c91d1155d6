package io.penstock.plugin.telemetry.push;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A real HTTP server that keeps what it is sent and answers as it is told, by default that all is well. */
public final class Receiver implements AutoCloseable {
    public static final Answer FINE = new Answer(204, new byte[0]);

    public final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Function<Request, Answer> answers = request -> FINE;

    public record Request(String target, Headers headers, byte[] body) {
        /** The body as it was before gzip. */
        public byte[] plain() {
            if (!"gzip".equals(headers.getFirst("Content-Encoding"))) {
                return body;
            }
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    public record Answer(int status, byte[] body, String... headers) {
        public static Answer of(int status, String text, String... headers) {
            return new Answer(status, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), headers);
        }
    }

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            Request request = new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            Answer answer = answers.apply(request);
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
            }
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
            exchange.close();
        });
        server.start();
    }

    /** How to answer from now on. */
    public void answers(Function<Request, Answer> how) {
        answers = how;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
