package io.penstock.core.identity;

import io.penstock.core.value.Secret;
import java.net.URI;
import org.osgi.annotation.versioning.ProviderType;

/** The server in this very process: a service, there once it listens, for the agent that runs beside it. Thread-safe. */
@ProviderType
public interface LocalServer {
    /** Where it listens, as an agent on this machine reaches it. */
    URI url();

    /** The pin of its key, as {@link io.penstock.core.net.ServerPin} reads it. */
    String pin();

    /**
     * A key to enrol one agent with, valid for 10 minutes; made on every call. Waits for the store.
     *
     * @throws io.penstock.core.error.PenstockException RETRY when the store is not there
     */
    Secret enrolmentKey();
}
