package io.penstock.relay.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The connections of one event loop; that loop's only. */
final class Roll {
    private final Set<Connection> connections = new LinkedHashSet<>();

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    /** Lets every connection look what is due. */
    void call() {
        List.copyOf(connections).forEach(Connection::tick);
    }

    List<Connection> all() {
        return List.copyOf(connections);
    }
}
