package io.penstock.control.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.server.store.PostgresPlace;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that is replaced must leave nothing behind: neither its own classes nor those of the libraries inside it. */
class ClassLoadersTest {
    private static final List<String> INSIDE = List.of("io.penstock.control.server.", "org.sqlite.", "org.postgresql.",
            "org.flywaydb.", "org.bouncycastle.");
    private static final int TRIES = 1200;

    @TempDir
    Path folder;

    /** As a bundle sees classes: its own first, those of others from outside. */
    private static final class BundleLike extends URLClassLoader {
        BundleLike(URL[] urls) {
            super(urls, ClassLoadersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (INSIDE.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    private static URL of(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @SuppressWarnings("unchecked")
    private WeakReference<ClassLoader> live(Map<String, String> given) throws ReflectiveOperationException, IOException {
        URL[] urls = {of(Access.class), of(WholeLife.class), of(org.sqlite.JDBC.class), of(org.postgresql.Driver.class),
            of(org.flywaydb.core.Flyway.class), of(org.flywaydb.database.postgresql.PostgreSQLDatabaseType.class),
            of(org.bouncycastle.crypto.params.Argon2Parameters.class)};
        try (URLClassLoader loader = new BundleLike(urls)) {
            Class<?> life = loader.loadClass(WholeLife.class.getName());
            assertThat(life).isNotEqualTo(WholeLife.class);
            Object made = life.getDeclaredConstructor().newInstance();
            assertThat(((Function<Map<String, String>, String>) made).apply(given)).isNotEmpty();
            return new WeakReference<>(loader);
        }
    }

    @Test
    void leavesNoClassLoaderBehind() throws Exception {
        goes(live(Map.of("folder", folder.toString())));
    }

    @Test
    @Tag("postgres")
    void leavesNoClassLoaderBehindOnPostgres() throws Exception {
        try (PostgresPlace place = new PostgresPlace(folder)) {
            goes(live(Map.of("folder", folder.toString(), "url", place.url(), "user", "postgres")));
        }
    }

    private static void goes(WeakReference<ClassLoader> old) throws InterruptedException {
        for (int i = 0; old.get() != null && i < TRIES; i++) {
            System.gc();
            new java.util.concurrent.CountDownLatch(1).await(50, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        assertThat(old.get()).as("the class loader").isNull();
    }
}
