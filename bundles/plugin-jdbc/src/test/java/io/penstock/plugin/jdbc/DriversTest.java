package io.penstock.plugin.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class DriversTest {
    private static final int COLLECTIONS = 50;
    private static final long WAIT_MILLIS = 200;

    /** Asked for its drivers, the manager loads the class of each in the asking bundle as well: a driver that then comes. */
    @Test
    void theLoaderGoesThoughAnotherBundleHasTheSameDriver() throws Exception {
        assertThat(DriverManager.drivers()).anyMatch(Driver.class::isInstance);
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = new WeakReference<>(released(), collected);
        Reference<? extends ClassLoader> gone = null;
        for (int i = 0; i < COLLECTIONS && gone == null; i++) {
            System.gc();
            gone = collected.remove(WAIT_MILLIS);
        }
        assertThat(gone).isSameAs(loader);
    }

    /** A bundle's class loader, its drivers released. */
    private static ClassLoader released() throws Exception {
        URL[] content = {location(Drivers.class), location(Driver.class)};
        URLClassLoader bundle = new URLClassLoader(content, ClassLoader.getPlatformClassLoader());
        Method release = bundle.loadClass(Drivers.class.getName()).getDeclaredMethod("release", ClassLoader.class);
        release.setAccessible(true);
        release.invoke(null, bundle);
        return bundle;
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
