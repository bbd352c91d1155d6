package io.penstock.tunnel.visit;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.options.Options;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.dial.SystemResolver;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.osgi.annotation.bundle.Capability;

/**
 * {@code penstock tunnel open}: runs in the command's own process, without a framework, until its thread is interrupted. It
 * is found by the capability in the manifest.
 */
@Capability(namespace = "io.penstock.local.command", attribute = {"name=tunnel.open", "class=io.penstock.tunnel.visit.OpenCommand"})
public final class OpenCommand implements AdminCommand {
    @Override
    public String name() {
        return "tunnel.open";
    }

    /**
     * Arguments: {@code settings}, the table {@code [tunnel]} nested; {@code agent}; {@code target}; {@code listen} as
     * HOST:PORT, port 0 for any. Answers {@code {listening, agent, target}}, and later {@code {notice}} now and then.
     */
    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        TunnelSettings settings = settings(arguments);
        String agent = text(arguments, "agent");
        String target = text(arguments, "target");
        ListenAddress listen = ListenAddress.parse(text(arguments, "listen"), "tunnel.address", "\"127.0.0.1:5433\"");
        InetSocketAddress where = resolved(listen);
        SystemResolver resolver = new SystemResolver(Clock.system());
        Surroundings around = Surroundings.real(resolver, new SecureRandom(), "penstock");
        try (resolver; Visitor visitor = new Visitor(settings, around, agent, target, text -> send(reply, Map.of("notice", text)))) {
            visitor.connect();
            InetSocketAddress at = visitor.listen(where);
            Map<String, Object> ready = new LinkedHashMap<>();
            ready.put("listening", new ListenAddress(listen.host(), at.getPort()).toString());
            ready.put("agent", agent);
            ready.put("target", target);
            send(reply, ready);
            new CountDownLatch(1).await();
        }
    }

    /** Notices come from an event loop. */
    private static void send(AdminReply reply, Object value) {
        synchronized (reply) {
            reply.send(value);
        }
    }

    /** One connection is all a visitor has. */
    private static TunnelSettings settings(Map<String, Object> arguments) {
        Map<String, Object> written = new LinkedHashMap<>();
        if (arguments.get("settings") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> written.put(String.valueOf(key), value));
        }
        written.put("connections", 1);
        TunnelSettings settings = Options.of(TunnelSettings.class).bind(written).orThrow("[tunnel]");
        if (!settings.isUsed()) {
            throw PenstockException.invalid("tunnel.gateway", "[tunnel] names no gateway: give gateway = \"HOST:PORT\"");
        }
        return settings;
    }

    private static String text(Map<String, Object> arguments, String key) {
        if (arguments.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw PenstockException.invalid("tunnel.open", key + ": expected a text");
    }

    private static InetSocketAddress resolved(ListenAddress listen) {
        InetSocketAddress address = listen.resolve();
        if (address.isUnresolved()) {
            throw PenstockException.invalid("tunnel.listen", "listen: the name " + listen.host() + " has no address here");
        }
        return address;
    }
}
