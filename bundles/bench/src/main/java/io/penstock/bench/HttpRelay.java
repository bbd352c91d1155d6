package io.penstock.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * What a relay would be without a protocol of its own: points as JSON in HTTP requests of a thousand, four on their way at
 * a time, each answered when its points were read.
 *
 * <p>{@code HttpRelay server PORT}, {@code HttpRelay client PORT POINTS}
 */
public final class HttpRelay {
    private static final int BATCH = 1000;
    private static final int SERIES = 2000;
    private static final int IN_FLIGHT = 4;
    private static final JsonFactory JSON = new JsonFactory();

    private HttpRelay() {
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        if (args[0].equals("server")) {
            serve(port);
        } else {
            send(URI.create("http://127.0.0.1:" + port + "/"), Long.parseLong(args[2]));
        }
    }

    private static void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/", HttpRelay::take);
        server.start();
    }

    private static void take(HttpExchange exchange) throws IOException {
        int points = 0;
        try (exchange; JsonParser parser = JSON.createParser(exchange.getRequestBody())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                points += token == JsonToken.END_OBJECT ? 1 : 0;
            }
            byte[] answer = Integer.toString(points).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static void send(URI uri, long points) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Deque<CompletableFuture<HttpResponse<String>>> open = new ArrayDeque<>();
        long start = System.nanoTime();
        long stored = 0;
        for (long seq = 0; seq < points; seq += BATCH) {
            HttpRequest request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body(seq))).build();
            open.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            if (open.size() == IN_FLIGHT) {
                stored += Long.parseLong(open.remove().get().body());
            }
        }
        while (!open.isEmpty()) {
            stored += Long.parseLong(open.remove().get().body());
        }
        System.out.printf("%.0f%n", stored / ((System.nanoTime() - start) / 1e9));
        System.exit(0);
    }

    private static byte[] body(long first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BATCH * 128);
        long nanos = System.currentTimeMillis() * 1_000_000;
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (long seq = first; seq < first + BATCH; seq++) {
                json.writeStartObject();
                json.writeStringField("metric", "cpu_time");
                json.writeNumberField("time", nanos);
                json.writeNumberField("value", seq / SERIES);
                json.writeStringField("resource", "local_machine");
                json.writeStringField("consumer", "process/" + seq % SERIES);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return bytes.toByteArray();
    }
}
