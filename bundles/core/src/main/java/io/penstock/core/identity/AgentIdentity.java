package io.penstock.core.identity;

import io.penstock.core.value.Secret;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who this agent is: a service, there as long as the agent is enrolled with a server. Capabilities that dial out take it
 * where their own tables name nobody. Registered anew when anything of it changes; thread-safe.
 */
@ProviderType
public interface AgentIdentity {
    /** As the server knows it. */
    String id();

    /** For people; may change. */
    String name();

    /** The agent's own credential. */
    Secret token();

    /** The seed of its Ed25519 key, base64 of 32 bytes: as the option {@code private-key} of the tunnel takes it. */
    Secret signingKey();
}
