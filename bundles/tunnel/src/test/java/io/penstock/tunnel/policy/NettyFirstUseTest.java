package io.penstock.tunnel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Netty keeps for ever where there is no Unsafe, as on Java 25: here by its option, with classes of the test's own. */
class NettyFirstUseTest {
    private static final String NO_UNSAFE = "io.netty.noUnsafe";

    @BeforeEach
    void noUnsafe() {
        System.setProperty(NO_UNSAFE, "true");
    }

    @AfterEach
    void unsafe() {
        System.clearProperty(NO_UNSAFE);
    }

    @Test
    void nettyKeepsNoStackOfOurs() throws Exception {
        try (URLClassLoader loader = fresh()) {
            loader.loadClass(HostName.class.getName()).getMethod("parse", String.class).invoke(null, "10.1.2.3");
            Throwable kept = (Throwable) loader.loadClass("io.netty.util.internal.PlatformDependent")
                    .getMethod("getUnsafeUnavailabilityCause").invoke(null);
            assertThat(kept).hasMessageContaining("Unsafe");
            assertThat(kept.getStackTrace()).extracting(StackTraceElement::getClassName)
                    .noneMatch(name -> name.startsWith("io.penstock"));
        }
    }

    private static URLClassLoader fresh() throws IOException {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
