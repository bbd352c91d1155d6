package io.penstock.plugin.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that keeps requests and gives the answers it was told, 200 without any. */
final class Peer implements AutoCloseable {
    record Request(String method, Headers headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    record Answer(int status, String text, String... headers) {
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final HttpServer server;

    Peer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            Answer answer = next();
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
            }
            byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }

    private synchronized Answer next() {
        return answers.isEmpty() ? new Answer(200, "") : answers.remove();
    }

    synchronized Peer answer(int status, String text, String... headers) {
        answers.add(new Answer(status, text, headers));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
