package io.penstock.control.client.component;

import io.penstock.core.identity.AgentIdentity;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Offers who this agent is as a service, anew at every change. Thread-safe. */
final class IdentityOffer implements Consumer<Optional<AgentIdentity>> {
    private final BundleContext context;
    private Optional<AgentIdentity> offered = Optional.empty();
    private Optional<ServiceRegistration<AgentIdentity>> registration = Optional.empty();

    IdentityOffer(BundleContext context) {
        this.context = context;
    }

    @Override
    public synchronized void accept(Optional<AgentIdentity> identity) {
        if (identity.equals(offered)) {
            return;
        }
        Optional<ServiceRegistration<AgentIdentity>> before = registration;
        // The new one first: who uses it goes from one to the other.
        registration = identity.map(one -> context.registerService(AgentIdentity.class, one, null));
        offered = identity;
        before.ifPresent(ServiceRegistration::unregister);
    }
}
