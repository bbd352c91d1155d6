package io.penstock.relay.server;

import io.penstock.core.admin.PlaceSource;
import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.net.ListenAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Health, numbers and addresses of the relay inputs that run. */
@Component(service = {HealthSource.class, MetricSource.class, PlaceSource.class})
public final class RelayWatch implements HealthSource, MetricSource, PlaceSource {
    @Override
    public String capability() {
        return "relay-server";
    }

    @Override
    public Map<String, Health> health() {
        Map<String, Health> parts = new LinkedHashMap<>();
        for (LiveRelay live : LiveRelays.ALL.now()) {
            Optional<Client> copied = live.relay().clients().all().stream().filter(Client::copied).findFirst();
            parts.put(live.pipe(), copied.map(client -> new Health(Health.State.DEGRADED, "two machines use the identity of \""
                    + client.visit().name() + "\"; one is a copy", client.visit().since()))
                    .orElse(new Health(Health.State.UP, "", live.since())));
        }
        return parts;
    }

    @Override
    public void collect(MetricSink sink) {
        LiveRelays.ALL.now().forEach(live -> RelayMetrics.collect(live, sink));
    }

    @Override
    public Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        for (LiveRelay live : LiveRelays.ALL.now()) {
            places.put("relay of pipe " + live.pipe(), url(live));
        }
        return places;
    }

    private static String url(LiveRelay live) {
        String scheme = live.relay().options().tls().isPresent() ? "tls://" : "tcp://";
        return scheme + ListenAddress.of(live.address());
    }
}
