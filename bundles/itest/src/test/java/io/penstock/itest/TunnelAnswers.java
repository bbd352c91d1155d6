package io.penstock.itest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What both ends of a tunnel say of themselves over their admin sockets. Thread-safe. */
record TunnelAnswers(Path gatewayHome, Path agentHome) {
    private static final int ALL_RECORDS = 100_000;

    /** The agent as the gateway sees it, such as ONLINE; empty while nobody answers. */
    String agentState() {
        return rows(gatewayHome, "tunnel.agents", Map.of()).stream().filter(row -> TunnelHomes.AGENT.equals(row.get("agent")))
                .map(row -> String.valueOf(row.get("state"))).findFirst().orElse("");
    }

    /** The tunnel as the agent sees it, such as online; empty while nobody answers. */
    String tunnelState() {
        return rows(agentHome, "tunnel.status", Map.of()).stream().filter(row -> "tunnel".equals(row.get("what")))
                .map(row -> String.valueOf(row.get("state"))).findFirst().orElse("");
    }

    /** Why the agent is not online, in its own words. */
    String tunnelReason() {
        return rows(agentHome, "tunnel.status", Map.of()).stream().map(row -> String.valueOf(row.get("reason"))).toList()
                .toString();
    }

    /** Waits until both ends say that the tunnel stands. */
    void awaitOnline() throws InterruptedException {
        Eventually.holds("both ends are online", () -> agentState().equals("ONLINE") && tunnelState().equals("online"),
                () -> agentState() + " and " + tunnelState() + " " + tunnelReason());
    }

    /** The streams that are open now. */
    List<Map<?, ?>> streams() {
        return rows(gatewayHome, "tunnel.streams", Map.of());
    }

    /** Waits until no stream is open. */
    void awaitNoStreams() throws InterruptedException {
        Eventually.holds("no stream is open", () -> streams().isEmpty(), this::streams);
    }

    /** The audit, oldest first. */
    List<Map<?, ?>> audit() {
        return rows(gatewayHome, "tunnel.audit", Map.of("limit", ALL_RECORDS));
    }

    /** Lets the agent try a target, as the gateway's command does. */
    Map<?, ?> test(String target) {
        return rows(gatewayHome, "tunnel.test", Map.of("agent", TunnelHomes.AGENT, "target", target)).get(0);
    }

    /** Asks the agent to connect anew and to leave the connections it has. */
    void drain() {
        rows(gatewayHome, "tunnel.drain", Map.of());
    }

    private static List<Map<?, ?>> rows(Path home, String command, Map<String, ?> arguments) {
        return new PipeStates(home.resolve("data")).ask(command, arguments).stream().<Map<?, ?>>map(row -> (Map<?, ?>) row)
                .toList();
    }
}
