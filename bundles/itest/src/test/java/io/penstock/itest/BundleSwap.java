package io.penstock.itest;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Stops a bundle, updates it from a jar and starts it again, as the drop folder does. */
final class BundleSwap {
    private static final long DEADLINE_S = 60;

    private BundleSwap() {
    }

    /** Gives the class loader that should be gone now. */
    static WeakReference<ClassLoader> swap(Bundle system, Bundle bundle, Path jar) throws Exception {
        WeakReference<ClassLoader> old = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
        bundle.stop();
        try (InputStream bytes = Files.newInputStream(jar)) {
            bundle.update(bytes);
        }
        refresh(system, bundle);
        bundle.start();
        return old;
    }

    /** Whoever uses packages of the old one is wired to the new one. */
    private static void refresh(Bundle system, Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        system.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        if (!refreshed.await(DEADLINE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("not refreshed within " + DEADLINE_S + " s: " + bundle.getSymbolicName());
        }
    }
}
