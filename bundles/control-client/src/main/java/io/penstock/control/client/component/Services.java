package io.penstock.control.client.component;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Services of others, taken only for as long as they are used. No references of the component: some of these services are
 * its own, or need it, and would go in circles.
 */
final class Services {
    private Services() {
    }

    /** Does something with every service of a type. */
    static <T, R> List<R> each(BundleContext context, Class<T> type, Predicate<ServiceReference<T>> which,
                               Function<T, R> what) {
        List<R> results = new ArrayList<>();
        for (ServiceReference<T> reference : references(context, type)) {
            T service = which.test(reference) ? context.getService(reference) : null;
            if (service != null) {
                try {
                    results.add(what.apply(service));
                } finally {
                    context.ungetService(reference);
                }
            }
        }
        return results;
    }

    private static <T> List<ServiceReference<T>> references(BundleContext context, Class<T> type) {
        try {
            return List.copyOf(context.getServiceReferences(type, null));
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("there is no filter", e);
        } catch (IllegalStateException e) {
            // The bundle is stopping.
            return List.of();
        }
    }
}
