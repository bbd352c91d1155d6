package io.penstock.itest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A receiver as a careful person would write it: keeps one body a key. Loses every tenth answer after the body was kept, so
 * that the sender must send again. Thread-safe.
 */
final class IdempotentReceiver implements AutoCloseable {
    private final HttpServer server;
    private final Random random = new Random(7);
    private final Map<String, String> bodies = new TreeMap<>();
    private final Map<String, String> clashes = new HashMap<>();
    private long repeats;
    private long lineCount;

    IdempotentReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
    }

    private void receive(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean answer = keep(key, body);
        if (answer) {
            exchange.sendResponseHeaders(204, -1);
        }
        exchange.close();
    }

    private synchronized boolean keep(String key, String body) {
        String before = bodies.putIfAbsent(key, body);
        if (before == null) {
            lineCount += body.lines().count();
        } else {
            repeats++;
            if (!before.equals(body)) {
                clashes.put(key, before + " AND " + body);
            }
        }
        return random.nextInt(10) != 0;
    }

    /** Keys under which two different bodies came. */
    synchronized Map<String, String> clashes() {
        return Map.copyOf(clashes);
    }

    /** Bodies that came again under their key. */
    synchronized long repeats() {
        return repeats;
    }

    /** How many lines came, one body a key. */
    synchronized long lineCount() {
        return lineCount;
    }

    /** All lines of all keys, one body a key. */
    synchronized List<String> lines() {
        return bodies.values().stream().flatMap(String::lines).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
