package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Bundles come, change and go with their files in the drop folder. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DropFolderIT {
    private static final String NAME = "org.example.dropped";
    private static final String FILE = "dropped.jar";

    @Inject
    private BundleContext context;

    private Path plugins;

    @Configuration
    public Option[] container() {
        Path home = Distribution.newHome("drop");
        return options(Distribution.full().bundlesAt(home), ContainerOptions.testTools(home));
    }

    @Before
    public void findsTheFolder() {
        plugins = Path.of(context.getProperty("io.penstock.plugins"));
    }

    @After
    public void removesWhatWasDropped() throws Exception {
        Files.deleteIfExists(plugins.resolve(FILE));
        Eventually.holds("the dropped bundle is gone", () -> dropped().isEmpty());
    }

    @Test
    public void startsABundleThatIsDropped() throws Exception {
        TestBundles.drop(plugins, FILE, NAME, "1.0.0");

        Eventually.holds("the dropped bundle is active", () -> activeAs("1.0.0"));
    }

    @Test
    public void updatesABundleThatIsReplaced() throws Exception {
        TestBundles.drop(plugins, FILE, NAME, "1.0.0");
        Eventually.holds("the first version is active", () -> activeAs("1.0.0"));
        long id = dropped().orElseThrow().getBundleId();

        TestBundles.drop(plugins, FILE, NAME, "1.1.0");

        Eventually.holds("the second version is active", () -> activeAs("1.1.0"));
        assertThat(dropped().orElseThrow().getBundleId()).isEqualTo(id);
    }

    @Test
    public void uninstallsABundleThatIsRemoved() throws Exception {
        TestBundles.drop(plugins, FILE, NAME, "1.0.0");
        Eventually.holds("the dropped bundle is active", () -> activeAs("1.0.0"));

        Files.delete(plugins.resolve(FILE));

        Eventually.holds("the bundle is gone", () -> dropped().isEmpty());
    }

    @Test
    public void waitsForAFileThatIsWrittenInPieces() throws Exception {
        byte[] whole = TestBundles.bytes(NAME, "1.0.0");
        try (OutputStream out = Files.newOutputStream(plugins.resolve(FILE))) {
            for (int from = 0; from < whole.length; from += whole.length / 10 + 1) {
                out.write(whole, from, Math.min(whole.length / 10 + 1, whole.length - from));
                // The pace of a slow copy, about three looks of the folder long in all.
                Thread.sleep(60);
                assertThat(dropped()).isEmpty();
            }
        }

        Eventually.holds("the bundle is active once it is whole", () -> activeAs("1.0.0"));
    }

    @Test
    public void leavesFilesWithOtherNamesAlone() throws Exception {
        Files.write(plugins.resolve("half.jar.part"), TestBundles.bytes("org.example.half", "1.0.0"));
        Files.write(plugins.resolve(".hidden.jar"), TestBundles.bytes("org.example.hidden", "1.0.0"));

        TestBundles.drop(plugins, FILE, NAME, "1.0.0");

        Eventually.holds("the dropped bundle is active", () -> activeAs("1.0.0"));
        assertThat(Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName))
                .doesNotContain("org.example.half", "org.example.hidden");
    }

    private boolean activeAs(String version) {
        return dropped().filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .filter(bundle -> bundle.getVersion().toString().equals(version)).isPresent();
    }

    private Optional<Bundle> dropped() {
        return Arrays.stream(context.getBundles()).filter(bundle -> NAME.equals(bundle.getSymbolicName())).findFirst();
    }
}
