package io.penstock.pipes.lang;

import io.penstock.core.plugin.PluginKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as written, before the graph is made of them. Immutable.
 *
 * @param from empty when not written
 * @param settings what stands beside the plugin, by key: {@code schedule}, {@code batch}, …
 */
record Draft(PluginKind kind, String id, Place place, Optional<Use> use, Optional<List<Wire>> from,
             Map<String, Node> settings) {

    /** The plugin and its options. */
    record Use(String plugin, Place place, Node options) {
    }

    /** One thing a node takes from. */
    record Wire(String node, String port, Place place) {
        @Override
        public String toString() {
            return port.isEmpty() ? node : node + "." + port;
        }
    }

    Draft withFrom(List<Wire> wires) {
        return new Draft(kind, id, place, use, Optional.of(wires), settings);
    }

    Draft withUse(Use other, Map<String, Node> otherSettings) {
        return new Draft(kind, id, place, Optional.of(other), from, otherSettings);
    }
}
