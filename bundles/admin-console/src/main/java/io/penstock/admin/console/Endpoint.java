package io.penstock.admin.console;

import java.net.URI;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Where the HTTP service really listens, as it says itself. Thread-safe. */
final class Endpoint {
    private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";

    private final BundleContext context;

    Endpoint(BundleContext context) {
        this.context = context;
    }

    /** Its URL, ended by a slash; empty while it listens nowhere. */
    Optional<String> url() {
        ServiceReference<?> runtime = context.getServiceReference(RUNTIME);
        Object endpoints = runtime == null ? null : runtime.getProperty("osgi.http.endpoint");
        if (endpoints instanceof String[] urls) {
            return java.util.Arrays.stream(urls).filter(url -> url.startsWith("http://")).findFirst();
        }
        return Optional.ofNullable(endpoints).map(String::valueOf).filter(url -> url.startsWith("http://"));
    }

    /** Its host and port; empty while it listens nowhere. */
    Optional<ConsoleAddress> address() {
        return url().map(URI::create).map(url -> new ConsoleAddress(url.getHost(), url.getPort()));
    }

    /** Whether there is an HTTP service, listening or not. */
    boolean isThere() {
        return context.getServiceReference(RUNTIME) != null;
    }

    /** Whether that is at this address. */
    boolean isAt(ConsoleAddress address) {
        return address().filter(there -> there.port() == address.port()).isPresent();
    }
}
