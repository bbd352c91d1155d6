package io.penstock.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/** What every container test adds to a distribution's bundles: the test tools themselves. */
final class ContainerOptions {
    private ContainerOptions() {
    }

    /** JUnit and AssertJ inside the container, and the test's home folder by the property {@code penstock.test.home}. */
    static Option testTools(Path home) {
        return composite(
                systemProperty("penstock.test.home").value(home.toString()),
                systemProperty("penstock.test.full").value(System.getProperty("penstock.test.full")),
                bundle(jarOf(org.assertj.core.api.Assertions.class)),
                bundle(jarOf(net.bytebuddy.ByteBuddy.class)),
                junitBundles());
    }

    private static String jarOf(Class<?> type) {
        try {
            return type.getProtectionDomain().getCodeSource().getLocation().toURI().toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
