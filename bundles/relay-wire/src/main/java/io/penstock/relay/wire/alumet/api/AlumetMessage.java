package io.penstock.relay.wire.alumet.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Every message of the protocol. Each names its sender, which nobody verifies; the server names none. Immutable. */
public sealed interface AlumetMessage {
    /** The client's name; empty from a server. */
    String sender();

    /**
     * Client to server, first.
     *
     * @param coreVersion of the client's Alumet
     * @param pluginVersion of its relay plugin
     * @param protocolVersion an u32; {@link AlumetCodec#VERSION}
     */
    record Greet(String sender, String coreVersion, String pluginVersion, int protocolVersion) implements AlumetMessage {
        public Greet {
            requireNonNull(sender, "sender is null");
            requireNonNull(coreVersion, "coreVersion is null");
            requireNonNull(pluginVersion, "pluginVersion is null");
        }
    }

    /**
     * Server to client, answers a Greet.
     *
     * @param accept whether the versions are the same
     * @param coreVersion of the server's Alumet
     * @param pluginVersion of its relay plugin
     * @param protocolVersion an u32
     */
    record GreetResponse(String sender, boolean accept, String coreVersion, String pluginVersion,
                         int protocolVersion) implements AlumetMessage {
        public GreetResponse {
            requireNonNull(sender, "sender is null");
            requireNonNull(coreVersion, "coreVersion is null");
            requireNonNull(pluginVersion, "pluginVersion is null");
        }
    }

    /** Client to server: metrics, before the first point of each. */
    record RegisterMetrics(String sender, List<AlumetMetric> metrics) implements AlumetMessage {
        public RegisterMetrics {
            requireNonNull(sender, "sender is null");
            metrics = List.copyOf(metrics);
        }
    }

    /** Client to server: points. */
    record SendMeasurements(String sender, List<AlumetPoint> points) implements AlumetMessage {
        public SendMeasurements {
            requireNonNull(sender, "sender is null");
            points = List.copyOf(points);
        }
    }
}
