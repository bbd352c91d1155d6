package io.penstock.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSearchTest {
    private static final Optional<Path> NONE = Optional.empty();

    @Test
    void looksNextToTheExecutableThenAtTheUsersThenAtTheMachines() {
        FileSearch search = new FileSearch(NONE, Optional.of(Path.of("/opt/p")), Map.of("HOME", "/home/u"), "Linux", false);

        assertThat(search.folders()).containsExactly(Path.of("/opt/p/conf"),
                Path.of("/home/u/.config/penstock"), Path.of("/etc/penstock"));
    }

    @Test
    void prefersTheXdgFolderOverTheHomesOwn() {
        FileSearch search = new FileSearch(NONE, NONE, Map.of("HOME", "/home/u", "XDG_CONFIG_HOME", "/x"), "Linux", false);

        assertThat(search.folders()).startsWith(Path.of("/x/penstock"));
    }

    @Test
    void usesTheRoamingFolderOnWindowsAndTheHomeOnMacs() {
        assertThat(new FileSearch(NONE, NONE, Map.of("APPDATA", "/roam"), "Windows 11", false).folders())
                .containsExactly(Path.of("/roam/penstock"));
        assertThat(new FileSearch(NONE, NONE, Map.of("HOME", "/Users/u"), "Mac OS X", false).folders())
                .contains(Path.of("/Users/u/.penstock"));
    }

    @Test
    void takesTheFirstThatExists(@TempDir Path folder) throws Exception {
        Path user = Files.createDirectories(folder.resolve("x/penstock")).resolve("penstock.toml");
        Files.writeString(user, "");
        FileSearch search = new FileSearch(NONE, Optional.of(folder), Map.of("XDG_CONFIG_HOME", folder + "/x"), "Linux", false);

        assertThat(search.find()).containsExactly(user);
    }

    @Test
    void looksNowhereElseWhenToldWhere() {
        FileSearch search = new FileSearch(Optional.of(Path.of("/nowhere/a.toml")), NONE, Map.of("HOME", "/h"), "Linux", false);

        assertThat(search.find()).containsExactly(Path.of("/nowhere/a.toml"));
    }

    @Test
    void anAgentsIdentityIsReadBesideTheSettingsWhereverItLies(@TempDir Path folder) throws Exception {
        Path settings = Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("penstock.toml"), "");
        Path identity = Files.createDirectories(folder.resolve("x/penstock")).resolve("penstock-agent.toml");
        Files.writeString(identity, "");
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder + "/x");
        Optional<Path> home = Optional.of(folder);

        assertThat(new FileSearch(NONE, home, environment, "Linux", true).find()).containsExactly(settings, identity);
        assertThat(new FileSearch(NONE, home, environment, "Linux", false).find()).containsExactly(settings);
        assertThat(new FileSearch(Optional.of(identity), home, environment, "Linux", true).find()).containsExactly(identity);
    }
}
