package io.penstock.relay.server;

import io.penstock.core.value.Durations;
import io.penstock.relay.server.Client.Visit;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A client as people see it. */
final class ClientRow {
    private ClientRow() {
    }

    /** Names and values, in the order they are shown. */
    static Map<String, Object> of(LiveRelay live, Client client) {
        Clients clients = live.relay().clients();
        List<EpochLog> epochs = clients.epochs(client);
        int connections = clients.live(client).size() + client.visitors().get();
        Visit visit = client.visit();
        ClientCounters counters = client.counters();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", visit.name());
        row.put("state", state(client, connections));
        row.put("address", visit.address());
        row.put("since", visit.since().truncatedTo(ChronoUnit.SECONDS).toString());
        row.put("events", counters.events.sum());
        row.put("bytes", counters.bytes.sum());
        row.put("duplicates", counters.duplicates.sum());
        row.put("acknowledged", epochs.isEmpty() ? "" : last(epochs.get(epochs.size() - 1)));
        row.put("lag", Durations.format(Duration.ofMillis(Math.max(0, client.lagMillis()))));
        row.put("version", visit.version());
        row.put("software", visit.software());
        row.put("identity", client.identity().map(UUID::toString).orElse(""));
        row.put("pipe", live.pipe());
        return row;
    }

    private static String last(EpochLog log) {
        return HexFormat.of().toHexDigits(log.epoch()) + ":" + log.acknowledged();
    }

    private static String state(Client client, int connections) {
        if (client.copied()) {
            return "COPIED";
        }
        return connections > 0 ? "CONNECTED" : "AWAY";
    }
}
