package io.penstock.itest;

import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A home for a gateway and one for an agent, who know each other by keys and a certificate made for them. Settings are in
 * files, so that either can be killed and started again. Used by one thread.
 */
final class TunnelHomes {
    /** The agent's name at the gateway. */
    static final String AGENT = "berlin";
    /** What the agent calls itself. */
    static final String ID = "agent-1";
    private static final String QUIET = "[admin]\naddress = \"none\"\n\n[admin-console]\naddress = \"none\"\n\n";
    private static final String RUNS = "Penstock runs";

    final Path gateway = Distribution.newHome("tunnel-gateway");
    final Path agent = Distribution.newHome("tunnel-agent");
    /** Where the gateway takes agents. */
    final int port = RelayHomes.freePort();
    final TestCertificate certificate = TestCertificate.in(gateway);
    final TunnelKeys keys = TunnelKeys.generate();
    /** What a listener leads to, by its port. */
    private final Map<Integer, String> listeners = new LinkedHashMap<>();

    TunnelHomes() throws Exception {
        writeGateway();
    }

    /** Opens a port of the gateway that leads to a target of the agent's. */
    int listener(String target) throws IOException {
        int at = RelayHomes.freePort();
        listeners.put(at, target);
        writeGateway();
        return at;
    }

    private void writeGateway() throws IOException {
        String ports = listeners.entrySet().stream().map(entry -> """
                [tunnel-gateway.listeners.port-%1$d]
                address = "127.0.0.1:%1$d"
                agents = ["%3$s"]
                target = "%2$s"
                agent-wait = "20s"
                """.formatted(entry.getKey(), entry.getValue(), AGENT)).collect(Collectors.joining("\n"));
        EmbeddedRuntime.replace(gateway.resolve("conf/penstock.toml"), QUIET + gatewayTable() + ports);
    }

    /** What goes into a file of settings for the gateway, without its listeners. */
    private String gatewayTable() {
        return """
                [tunnel-gateway]
                address = "127.0.0.1:%d"
                certificate = "%s"
                key = "%s"

                [tunnel-gateway.agents.%s]
                id = "%s"
                keys = ["%s"]

                """.formatted(port, certificate.certificate(), certificate.key(), AGENT, ID, keys.publicKey());
    }

    /** The agent's settings. @param toPort of the gateway, or of what stands before it; @param more lines of the table */
    void agentConnects(int toPort, String more) throws IOException {
        writeAgent(agent.resolve("conf/penstock.toml"), toPort, more);
    }

    /** The same for the home of another process with the agent's identity. */
    void writeAgent(Path file, int toPort, String more) throws IOException {
        EmbeddedRuntime.replace(file, QUIET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, QUIET + """
                [tunnel]
                id = "%s"
                private-key = "%s"
                gateway = ["localhost:%d"]
                ca = "%s"
                %s
                """.formatted(ID, keys.privateKey(), toPort, certificate.certificate(), more));
    }

    /** Both in the gateway's home, for one process that is both. */
    void agentInTheGatewaysProcess(String more) throws IOException {
        Path file = agent.resolve("conf/penstock.toml");
        agentConnects(port, more);
        String agentTable = Files.readString(file).substring(QUIET.length());
        Path both = gateway.resolve("conf/penstock.toml");
        Files.writeString(both, Files.readString(both) + "\n" + agentTable);
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
    }

    StartedProcess startGateway() throws Exception {
        return runs(StartedProcess.penstock(Distribution.full().folder(), gateway, "server"));
    }

    StartedProcess startAgent() throws Exception {
        return runs(StartedProcess.penstock(Distribution.agent().folder(), agent, "agent"));
    }

    private static StartedProcess runs(StartedProcess process) throws InterruptedException {
        try {
            process.awaitSaid(RUNS);
            return process;
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** What the gateway says. */
    TunnelAnswers answers() {
        return new TunnelAnswers(gateway, agent);
    }
}
