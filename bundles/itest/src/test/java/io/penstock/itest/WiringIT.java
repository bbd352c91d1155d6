package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Every bundle of the full distribution starts and finds what it needs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WiringIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() {
        Path home = Distribution.newHome("wiring");
        return options(Distribution.full().bundlesAt(home), ContainerOptions.testTools(home));
    }

    @Test
    public void startsEveryBundle() {
        List<Bundle> ours = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("io.penstock.")).toList();

        assertThat(ours).hasSizeGreaterThan(10);
        assertThat(ours).allSatisfy(bundle -> assertThat(bundle.getState()).as(bundle.getSymbolicName()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    public void findsTheNativePartsOfNettyWhereThereAreAny() throws Exception {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));

        assertThat(available("io.netty.transport-classes-epoll", "io.netty.channel.epoll.Epoll")).isEqualTo(true);
        assertThat(available("io.netty.handler", "io.netty.handler.ssl.OpenSsl")).isEqualTo(true);
    }

    private Object available(String bundle, String type) throws ReflectiveOperationException {
        Bundle found = Arrays.stream(context.getBundles()).filter(one -> one.getSymbolicName().equals(bundle)).findFirst()
                .orElseThrow();
        return found.loadClass(type).getMethod("isAvailable").invoke(null);
    }
}
