package io.penstock.bench.tunnel;

import io.penstock.core.options.Options;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.agent.Agent;
import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.dial.SystemResolver;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.wire.api.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many agents in one process, each as a real one: its own key, connection, event loop and waits.
 *
 * <p>{@code Stampede keys COUNT FOLDER}: makes their keys, and prints the tables for the gateway's settings.
 * <p>{@code Stampede run GATEWAY_PORT PIN FOLDER}: connects all, and prints {@code SECONDS ONLINE} whenever the count has
 * changed, ten times a second at the most; ends when its input does.
 */
public final class Stampede {
    private static final long LOOK_MS = 100;
    private static final double MILLIS = 1e3;

    private Stampede() {
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("keys")) {
            keys(Integer.parseInt(args[1]), Path.of(args[2]));
        } else {
            run(Integer.parseInt(args[1]), args[2], Path.of(args[3]));
        }
    }

    private static void keys(int count, Path folder) throws IOException {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < count; i++) {
            SigningKey key = SigningKey.generate(random);
            Files.writeString(folder.resolve("agent-" + i), key.text().reveal());
            System.out.printf("[tunnel-gateway.agents.agent-%d]%nid = \"agent-%d\"%nkeys = [\"%s\"]%n", i, i, key.verifying().text());
        }
    }

    private static void run(int port, String pin, Path folder) throws Exception {
        SystemResolver resolver = new SystemResolver(Clock.system());
        List<Agent> agents = new ArrayList<>();
        for (int i = 0; Files.exists(folder.resolve("agent-" + i)); i++) {
            TunnelSettings settings = Options.of(TunnelSettings.class).bind(Map.of("id", "agent-" + i, "gateway", List.of("127.0.0.1:" + port),
                    "gateway-pin", pin, "private-key", Files.readString(folder.resolve("agent-" + i)))).orThrow("tunnel");
            agents.add(new Agent(settings, Surroundings.real(resolver, new SecureRandom(), "Stampede")));
        }
        agents.forEach(Agent::start);
        int before = -1;
        while (System.in.available() == 0) {
            int online = (int) agents.stream().filter(agent -> agent.state().kind() == Kind.ONLINE).count();
            if (online != before) {
                System.out.printf("%.1f %d%n", System.currentTimeMillis() / MILLIS, online);
            }
            before = online;
            Thread.sleep(LOOK_MS);
        }
        System.exit(0);
    }
}
