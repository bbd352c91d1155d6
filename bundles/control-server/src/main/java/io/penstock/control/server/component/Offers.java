package io.penstock.control.server.component;

import io.penstock.control.server.Assembly;
import io.penstock.core.error.PenstockException;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.identity.LocalServer;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services that are there while the control plane serves. Thread-safe. */
final class Offers {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");

    private final BundleContext context;
    private final List<ServiceRegistration<?>> registered = new ArrayList<>();

    Offers(BundleContext context) {
        this.context = context;
    }

    /** The agent of this process begins with the pipes that are shipped, where there has never been one. */
    private void seed(Assembly assembly) {
        try {
            Waiting.on(assembly.fleet().seed(Folders.seeds(context)));
        } catch (PenstockException e) {
            LOG.warn("The first pipes cannot be made: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Offers those of what serves now, and takes back those before. */
    synchronized void offer(Optional<Assembly> assembly) {
        registered.forEach(ServiceRegistration::unregister);
        registered.clear();
        assembly.ifPresent(now -> {
            seed(now);
            Dictionary<String, Object> none = new Hashtable<>();
            registered.add(context.registerService(AgentDirectory.class, now.fleet().directory(), none));
            registered.add(context.registerService(LocalServer.class, new OwnServer(now.local(), now.fleet()::localKey), none));
        });
    }
}
