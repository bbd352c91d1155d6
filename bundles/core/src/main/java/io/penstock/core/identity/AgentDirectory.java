package io.penstock.core.identity;

import io.penstock.core.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the server knows of agents: a service, used where agents are let in beside those a table of one's own names. Answers
 * from memory, on any thread, and never blocks.
 */
@ProviderType
public interface AgentDirectory {
    /**
     * One agent.
     *
     * @param publicKeys Ed25519, base64 of the 32 bytes; none before the agent has enrolled
     * @param active false while it is disabled, waits for approval or has been removed: nothing lets it in
     */
    record Entry(String id, String name, List<String> publicKeys, boolean active) {
        public Entry {
            publicKeys = List.copyOf(publicKeys);
        }
    }

    /** The agent with this id. */
    Optional<Entry> byId(String id);

    /** The agent of this name, whatever the case of its letters. */
    Optional<Entry> byName(String name);

    /** The agent this credential belongs to; empty when it is none, or is valid no more. In constant time. */
    Optional<Entry> byToken(Secret token);

    /**
     * Tells of every agent that changes, comes or goes, until closed.
     *
     * @param changedId takes the agent's id; quick, never throws
     */
    AutoCloseable watch(Consumer<String> changedId);
}
