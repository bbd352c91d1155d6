package io.penstock.control.server.component;

import io.penstock.control.server.Assembly;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.identity.LocalServer;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The services that are there while the control plane serves. Thread-safe. */
final class Offers {
    private final BundleContext context;
    private final List<ServiceRegistration<?>> registered = new ArrayList<>();

    Offers(BundleContext context) {
        this.context = context;
    }

    /** Offers those of what serves now, and takes back those before. */
    synchronized void offer(Optional<Assembly> assembly) {
        registered.forEach(ServiceRegistration::unregister);
        registered.clear();
        assembly.ifPresent(now -> {
            Dictionary<String, Object> none = new Hashtable<>();
            registered.add(context.registerService(AgentDirectory.class, now.fleet().directory(), none));
            registered.add(context.registerService(LocalServer.class, new OwnServer(now.local(), now.fleet()::localKey), none));
        });
    }
}
