package io.penstock.tunnel.gateway;

import io.penstock.core.options.Options;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway on loopback with agents and visitors to connect to it, for tests. Identities are made as they are named. */
final class RunningGateway implements AutoCloseable {
    /** Short, so that tests of silence are. */
    static final Deadlines SHORT = new Deadlines(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(2),
            Duration.ofMillis(200));

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SigningKey> keys = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> agents = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> users = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> listeners = new LinkedHashMap<>();
    private final Map<String, Object> others = new LinkedHashMap<>();
    private final List<Dialler> diallers = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final Loops loops = Loops.open(Transport.AUTO, 2, "test-diallers");
    private final Path folder;
    private Deadlines deadlines = SHORT;
    private TunnelGateway gateway;
    private String shown = "tunnel-gateway";

    RunningGateway(Path folder) {
        this.folder = folder;
    }

    RunningGateway agent(String name, Object... more) {
        agents.put(name, identity(name, more));
        return this;
    }

    RunningGateway user(String name, Object... more) {
        Map<String, Object> table = identity(name, more);
        table.putIfAbsent("agent-wait", "0s");
        users.put(name, table);
        return this;
    }

    private Map<String, Object> identity(String name, Object... more) {
        Map<String, Object> table = pairs(more);
        table.put("id", "id-" + name);
        table.putIfAbsent("keys", List.of(key(name).verifying().text()));
        return table;
    }

    RunningGateway listener(String name, String agent, String target, Object... more) {
        Map<String, Object> table = pairs(more);
        table.put("agents", List.of(agent.split(",")));
        table.put("target", target);
        table.putIfAbsent("address", "127.0.0.1:0");
        table.putIfAbsent("agent-wait", "0s");
        listeners.put(name, table);
        return this;
    }

    RunningGateway with(String key, Object value) {
        others.put(key, value);
        return this;
    }

    RunningGateway deadlines(Deadlines next) {
        deadlines = next;
        return this;
    }

    RunningGateway without(String name) {
        agents.remove(name);
        users.remove(name);
        listeners.remove(name);
        return this;
    }

    private static Map<String, Object> pairs(Object... more) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            map.put((String) more[i], more[i + 1]);
        }
        return map;
    }

    /** A name's key, made when first asked for. */
    SigningKey key(String name) {
        return keys.computeIfAbsent(name, unknown -> SigningKey.generate(random));
    }

    RunningGateway start() {
        gateway = TunnelGateway.start(settings(), folder, Clock.system(), random, deadlines);
        return this;
    }

    /** Applies what was added or removed since. */
    void change() {
        gateway.become(settings());
    }

    GatewaySettings settings() {
        Map<String, Object> written = new LinkedHashMap<>(others);
        written.putIfAbsent("address", "127.0.0.1:0");
        written.putIfAbsent("stop-grace", "0s");
        written.put("agents", agents);
        written.put("users", users);
        written.put("listeners", listeners);
        return Options.of(GatewaySettings.class).bind(written).orThrow("test");
    }

    TunnelGateway tunnel() {
        return gateway;
    }

    Gateway parts() {
        return gateway.parts();
    }

    AgentState state(String agent) {
        return parts().agents().named(agent).orElseThrow().status().state();
    }

    Path folder() {
        return folder;
    }

    InetSocketAddress address() throws Exception {
        return gateway.agentsPort().orElseThrow().port().bound().get(20, TimeUnit.SECONDS);
    }

    InetSocketAddress address(String listener) throws Exception {
        return gateway.listener(listener).orElseThrow().port().bound().get(20, TimeUnit.SECONDS);
    }

    /** An agent's connection, let in. */
    Dialler dialAgent(String name) throws Exception {
        return dial(who(PeerKind.AGENT, name, "first", 0, 1)).accepted();
    }

    /** The same, at a gateway that shows the certificate in another of the folder's folders. */
    Dialler dialAgent(String name, String certificate) throws Exception {
        shown = certificate;
        return dialAgent(name);
    }

    Dialler dialVisitor(String name) throws Exception {
        return dial(who(PeerKind.VISITOR, name, "first", 0, 1)).accepted();
    }

    DiallerHandshake.Identity who(PeerKind kind, String name, String instance, int connection, int connections) {
        return Dialler.named(kind, "id-" + name, key(name), instance, connection, connections);
    }

    Dialler dial(DiallerHandshake.Identity identity) throws Exception {
        return dial(identity, Dialler.Tricks.NONE);
    }

    Dialler dial(DiallerHandshake.Identity identity, Dialler.Tricks tricks) throws Exception {
        return dial(identity, tricks, false);
    }

    /** An agent's connection, whose session may outlive it. */
    Dialler dialResumingAgent(String name) throws Exception {
        return dial(who(PeerKind.AGENT, name, "first", 0, 1), Dialler.Tricks.NONE, true).accepted();
    }

    private Dialler dial(DiallerHandshake.Identity identity, Dialler.Tricks tricks, boolean resumes) throws Exception {
        Dialler dialler = new Dialler(loops, address(), GatewayCertificate.read(folder.resolve(shown).resolve("certificate.pem"),
                folder.resolve(shown).resolve("key.pem")).pin(), identity, AgentTarget.ECHO, tricks, resumes);
        diallers.add(dialler);
        return dialler;
    }

    /** A client of a listener. */
    Socket client(String listener) throws Exception {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(address(listener), 5000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The records of streams that have ended, once there are so many. */
    List<Map<String, Object>> records(int count) throws InterruptedException {
        return Await.value(count + " records", () -> gateway.view().audit(1000), found -> found.size() >= count);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        diallers.forEach(Dialler::close);
        if (gateway != null) {
            gateway.close(Duration.ZERO);
        }
        loops.close();
    }
}
