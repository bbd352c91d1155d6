package io.penstock.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final int COLLECTIONS = 10;

    @Test
    void namesDaemons() {
        Thread thread = Workers.thread("some", () -> { });
        assertThat(thread.getName()).isEqualTo("penstock-some");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(Workers.factory("pool").newThread(() -> { }).getName()).isEqualTo("penstock-pool-1");
    }

    @Test
    void anEndedThreadHoldsNothingOfItsTask() throws Exception {
        List<Thread> ended = new ArrayList<>();
        WeakReference<Object> held = runHolding(new Object(), ended);

        assertThat(isCollected(held)).isTrue();
        assertThat(ended).noneMatch(Thread::isAlive);
    }

    private static WeakReference<Object> runHolding(Object object, List<Thread> ended) throws InterruptedException {
        Thread thread = Workers.thread("holder", object::hashCode);
        thread.start();
        thread.join();
        ended.add(thread);
        return new WeakReference<>(object);
    }

    @Test
    void anEndedThreadHoldsNoClassLoader() throws Exception {
        List<Thread> ended = new ArrayList<>();
        WeakReference<ClassLoader> loader = runPoolOfOtherLoader(ended);

        assertThat(isCollected(loader)).isTrue();
        assertThat(ended).isNotEmpty().noneMatch(Thread::isAlive);
    }

    /** As in a bundle that is replaced later: with classes of its own. */
    private static WeakReference<ClassLoader> runPoolOfOtherLoader(List<Thread> ended) throws Exception {
        URL classes = Workers.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> workers = loader.loadClass(Workers.class.getName());
            assertThat(workers).isNotSameAs(Workers.class);
            ExecutorService pool = (ExecutorService) workers.getMethod("single", String.class).invoke(null, "other");
            ended.add(pool.submit(Thread::currentThread).get());
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            ended.get(0).join();
            return new WeakReference<>(loader);
        }
    }

    @Test
    void whatATaskThrowsReachesTheThreadsHandler() throws Exception {
        AtomicReference<Throwable> caught = new AtomicReference<>();
        Error thrown = new AssertionError("of the task");
        Thread thread = Workers.thread("thrower", () -> {
            throw thrown;
        });
        thread.setUncaughtExceptionHandler((where, what) -> caught.set(where == thread ? what : null));
        thread.start();
        thread.join();

        assertThat(caught).hasValue(thrown);
    }

    private static boolean isCollected(WeakReference<?> reference) {
        for (int i = 0; i < COLLECTIONS && !reference.refersTo(null); i++) {
            System.gc();
        }
        return reference.refersTo(null);
    }
}
