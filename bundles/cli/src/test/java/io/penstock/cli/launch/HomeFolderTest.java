package io.penstock.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
    @TempDir
    Path folder;
    private Path dist;
    private Path home;

    @BeforeEach
    void laysOutADistribution() throws Exception {
        dist = folder.resolve("dist");
        home = folder.resolve("home");
        Files.createDirectories(dist.resolve("pipes"));
        Files.createDirectories(dist.resolve("conf"));
        Files.writeString(dist.resolve("pipes/host.yaml"), "shipped");
        Files.createDirectories(dist.resolve("pipes/ready"));
        Files.writeString(dist.resolve("pipes/ready/relay-out.yaml"), "shipped");
        Files.writeString(dist.resolve("conf/penstock.toml"), "shipped");
    }

    @Test
    void fillsAnEmptyHomeWithWhatIsShipped() {
        HomeFolder.prepare(LaunchOptions.of(Mode.UP, dist, home));

        assertThat(home.resolve("pipes/host.yaml")).hasContent("shipped");
        assertThat(home.resolve("pipes/ready/relay-out.yaml")).hasContent("shipped");
        assertThat(home.resolve("conf/penstock.toml")).hasContent("shipped");
        assertThat(home.resolve("plugins")).isDirectory();
    }

    @Test
    void givesAnAgentNoPipeItWasNotTold() {
        HomeFolder.prepare(LaunchOptions.of(Mode.AGENT, dist, home));

        assertThat(home.resolve("pipes/host.yaml")).doesNotExist();
        assertThat(home.resolve("pipes/ready/relay-out.yaml")).hasContent("shipped");
    }

    @Test
    void leavesTheUsersFoldersAlone() throws Exception {
        Files.createDirectories(home.resolve("pipes"));

        HomeFolder.prepare(LaunchOptions.of(Mode.AGENT, dist, home));

        assertThat(home.resolve("pipes")).isEmptyDirectory();
    }

    @Test
    void aDistributionMayBeItsOwnHome() {
        HomeFolder.prepare(LaunchOptions.of(Mode.AGENT, dist, dist));

        assertThat(dist.resolve("pipes/host.yaml")).hasContent("shipped");
    }
}
