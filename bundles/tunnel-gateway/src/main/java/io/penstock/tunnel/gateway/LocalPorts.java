package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.ListenerSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** The listeners of the settings. Changed by one thread at a time; read by any. */
final class LocalPorts implements AutoCloseable {
    private final Gateway gateway;
    private final ScheduledExecutorService timer;
    private volatile Map<String, LocalPort> byName = Map.of();

    LocalPorts(Gateway gateway, ScheduledExecutorService timer) {
        this.gateway = gateway;
        this.timer = timer;
        gateway.audit().whenRoom(() -> byName.values().forEach(port -> port.port().resume()));
    }

    /** Takes other settings: closes what is gone, then opens what is new; the same sockets stay as they are. */
    void become(Map<String, ListenerSettings> settings) {
        Map<String, LocalPort> before = byName;
        Map<String, LocalPort> next = new LinkedHashMap<>();
        before.values().stream().filter(port -> !Optional.ofNullable(settings.get(port.name())).filter(wanted ->
                wanted.sameSocket(port.settings())).isPresent()).forEach(LocalPort::beginClose);
        before.forEach((name, port) -> {
            ListenerSettings wanted = settings.get(name);
            if (wanted == null) {
                port.close();
                port.endStreams(EndReason.REVOKED);
            } else if (!wanted.sameSocket(port.settings())) {
                port.close();
            }
        });
        settings.forEach((name, wanted) -> next.put(name, Optional.ofNullable(before.get(name))
                .filter(port -> wanted.sameSocket(port.settings())).orElseGet(() -> opened(name, wanted))));
        settings.forEach((name, wanted) -> next.get(name).become(wanted));
        byName = next;
    }

    private LocalPort opened(String name, ListenerSettings settings) {
        LocalPort port = new LocalPort(gateway, name, settings, timer);
        port.open();
        return port;
    }

    Collection<LocalPort> all() {
        return byName.values();
    }

    Optional<LocalPort> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Frees every port; streams go on. */
    @Override
    public void close() {
        byName.values().forEach(LocalPort::beginClose);
        byName.values().forEach(LocalPort::close);
    }
}
