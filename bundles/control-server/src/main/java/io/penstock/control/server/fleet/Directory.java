package io.penstock.control.server.fleet;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.access.CredentialIndex;
import io.penstock.control.server.access.Presented;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.value.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Agents, for those who let them in: the relay and the gateway. From memory. Thread-safe. */
final class Directory implements AgentDirectory {
    private final Roster roster;
    private final CredentialIndex credentials;
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    Directory(Roster roster, CredentialIndex credentials) {
        this.roster = roster;
        this.credentials = credentials;
    }

    @Override
    public Optional<Entry> byId(String id) {
        return roster.byId(id).map(Directory::entry);
    }

    @Override
    public Optional<Entry> byName(String name) {
        return roster.byName(name).map(Directory::entry);
    }

    @Override
    public Optional<Entry> byToken(Secret token) {
        return credentials.verify(token.reveal()).filter(shown -> shown.kind() == CredentialKind.AGENT && shown.valid())
                .map(Presented::owner).flatMap(this::byId);
    }

    private static Entry entry(Node node) {
        synchronized (node) {
            return new Entry(node.id, node.row.name(), node.row.publicKey().map(List::of).orElse(List.of()),
                    node.row.active() && !node.row.disabled());
        }
    }

    @Override
    public AutoCloseable watch(Consumer<String> changedId) {
        watchers.add(changedId);
        return () -> watchers.remove(changedId);
    }

    void changed(Collection<String> ids) {
        watchers.forEach(watcher -> ids.forEach(watcher));
    }
}
