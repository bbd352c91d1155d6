package io.penstock.admin.command;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;

/** Waits for what happens to one bundle, from before it is set off. One use. */
final class BundleChange implements AutoCloseable {
    /** The folder is looked at every 200 ms; a large driver takes seconds to be copied and resolved. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final BundleContext context;
    private final BundleListener listener;
    private final CountDownLatch happened = new CountDownLatch(1);
    private volatile Bundle bundle;

    BundleChange(BundleContext context, String symbolicName, int eventType) {
        this.context = context;
        this.listener = event -> {
            if (event.getType() == eventType && symbolicName.equals(event.getBundle().getSymbolicName())) {
                bundle = event.getBundle();
                happened.countDown();
            }
        };
        context.addBundleListener(listener);
    }

    /** The bundle it happened to; RETRY when it does not happen in time. */
    Bundle await(String what) throws InterruptedException {
        if (!happened.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new PenstockException(ErrorKind.RETRY, "plugins.not-yet", what + " within " + PATIENCE.toSeconds()
                    + " s; \"penstock logs\" tells why, \"penstock plugins list\" what became of it");
        }
        return bundle;
    }

    @Override
    public void close() {
        context.removeBundleListener(listener);
    }
}
