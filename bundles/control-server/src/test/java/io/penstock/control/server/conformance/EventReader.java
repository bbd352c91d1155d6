package io.penstock.control.server.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream of server-sent events. */
final class EventReader implements AutoCloseable {
    /** One event. */
    record Event(long id, String event, JsonNode data) {
    }

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    EventReader(WholeServer server, String lastEventId, String query) throws IOException {
        connection = (HttpURLConnection) URI.create(server.server.place().orElseThrow().url() + "/api/v1/events" + query).toURL()
                .openConnection();
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Authorization", "Bearer " + server.admin);
        connection.setRequestProperty("Last-Event-ID", lastEventId);
        if (!connection.getContentType().equals("text/event-stream")) {
            throw new AssertionError(connection.getResponseCode() + " " + connection.getContentType());
        }
        lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    List<Event> read(int count) throws IOException {
        List<Event> events = new ArrayList<>();
        long id = -1;
        String event = "";
        while (events.size() < count) {
            String line = lines.readLine();
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                events.add(new Event(id, event, Document.PLAIN.readTree(line.substring(6))));
            }
        }
        return events;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
