package io.penstock.relay.server;

import io.penstock.relay.wire.api.SeriesKey;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a client's series are called here: with the client's name among the attributes, and under another name where the
 * metric has another unit than it came with first. Called once per series, not per event. The input's thread.
 */
final class SeriesNaming implements UnaryOperator<SeriesKey> {
    /** The attribute every measurement that came by relay has: the name of the client, which cannot choose it freely. */
    static final String CLIENT = "relay_client";
    private static final Logger LOG = LoggerFactory.getLogger(RelayServerCapability.PID);

    private final Relay relay;
    private final String client;
    private final Consumer<String> renamed;

    /** @param renamed told of a metric that was renamed, in words for the client */
    SeriesNaming(Relay relay, String client, Consumer<String> renamed) {
        this.relay = relay;
        this.client = client;
        this.renamed = renamed;
    }

    @Override
    public SeriesKey apply(SeriesKey key) {
        SeriesKey named = key.withAttributes(key.attributes().with(CLIENT, client));
        return relay.names().clash(key.metric(), key.unit()).map(first -> rename(named, first)).orElse(named);
    }

    private SeriesKey rename(SeriesKey key, String first) {
        String other = key.metric() + "_relay-client-" + client;
        if (relay.names().isNews(other)) {
            relay.counters().renamedMetrics.increment();
            String message = "metric \"" + key.metric() + "\" comes with the unit \"" + key.unit() + "\" instead of \""
                    + first + "\": it is called \"" + other + "\" here";
            LOG.warn("relay client \"{}\": {}", client, message);
            renamed.accept(message);
        }
        return key.withMetric(other);
    }
}
