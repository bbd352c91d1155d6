package io.penstock.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchOptionsTest {
    @TempDir
    Path home;

    @Test
    void everyFolderIsAbsolute() {
        LaunchOptions options = LaunchOptions.of(Mode.UP, Path.of("dist"), Path.of("home")).withData(Path.of("elsewhere"));

        assertThat(options.dist()).isAbsolute();
        assertThat(options.data()).isAbsolute().endsWithRaw(Path.of("elsewhere"));
        assertThat(options.pipes()).isAbsolute().endsWithRaw(Path.of("home", "pipes"));
    }

    @Test
    void theHomesConfigurationIsUsedWhereItExists() throws Exception {
        assertThat(LaunchOptions.of(Mode.UP, home, home).config()).isEmpty();

        Path file = Files.createDirectory(home.resolve("conf")).resolve("penstock.toml");
        Files.writeString(file, "");

        assertThat(LaunchOptions.of(Mode.UP, home, home).config()).contains(file.toAbsolutePath());
    }

    @Test
    void aConfigurationYetToBeCopiedIntoTheHomeCounts() throws Exception {
        Path dist = Files.createDirectories(home.resolve("dist/conf")).getParent();
        Files.writeString(dist.resolve("conf/penstock.toml"), "");

        assertThat(LaunchOptions.of(Mode.UP, dist, home.resolve("new")).config())
                .contains(home.resolve("new/conf/penstock.toml").toAbsolutePath());
    }

    @Test
    void theLastValueOfAPropertyWins() {
        LaunchOptions options = LaunchOptions.of(Mode.UP, home, home).withProperty("a", "1").withProperty("a", "2");

        assertThat(options.properties()).containsEntry("a", "2");
    }

    @Test
    void theFrameworkKeepsConfigurationsOutsideItsCache() {
        LaunchOptions options = LaunchOptions.of(Mode.AGENT, home, home);

        assertThat(FrameworkProperties.of(options, Variant.AGENT, false, 6))
                .containsEntry("felix.cm.dir", options.data().resolve("config").toString())
                .containsEntry("org.osgi.framework.storage", options.data().resolve("cache").toString())
                .containsEntry("io.penstock.mode", "agent");
    }

    @Test
    void onlyTheFullDistributionHasADropFolder() {
        LaunchOptions options = LaunchOptions.of(Mode.AGENT, home, home);

        assertThat(FrameworkProperties.of(options, Variant.FULL, false, 6)).containsKey("felix.fileinstall.dir");
        assertThat(FrameworkProperties.of(options, Variant.AGENT, false, 6)).doesNotContainKey("felix.fileinstall.dir");
    }
}
