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
        FileSearch search = new FileSearch(NONE, Optional.of(Path.of("/opt/p")), Map.of("HOME", "/home/u"), "Linux");

        assertThat(search.candidates()).containsExactly(Path.of("/opt/p/conf/penstock.toml"),
                Path.of("/home/u/.config/penstock/penstock.toml"), Path.of("/etc/penstock/penstock.toml"));
    }

    @Test
    void prefersTheXdgFolderOverTheHomesOwn() {
        FileSearch search = new FileSearch(NONE, NONE, Map.of("HOME", "/home/u", "XDG_CONFIG_HOME", "/x"), "Linux");

        assertThat(search.candidates()).startsWith(Path.of("/x/penstock/penstock.toml"));
    }

    @Test
    void usesTheRoamingFolderOnWindowsAndTheHomeOnMacs() {
        assertThat(new FileSearch(NONE, NONE, Map.of("APPDATA", "/roam"), "Windows 11").candidates())
                .containsExactly(Path.of("/roam/penstock/penstock.toml"));
        assertThat(new FileSearch(NONE, NONE, Map.of("HOME", "/Users/u"), "Mac OS X").candidates())
                .contains(Path.of("/Users/u/.penstock/penstock.toml"));
    }

    @Test
    void takesTheFirstThatExists(@TempDir Path folder) throws Exception {
        Path user = Files.createDirectories(folder.resolve("x/penstock")).resolve("penstock.toml");
        Files.writeString(user, "");
        FileSearch search = new FileSearch(NONE, Optional.of(folder), Map.of("XDG_CONFIG_HOME", folder + "/x"), "Linux");

        assertThat(search.find()).contains(user);
    }

    @Test
    void looksNowhereElseWhenToldWhere() {
        FileSearch search = new FileSearch(Optional.of(Path.of("/nowhere/a.toml")), NONE, Map.of("HOME", "/h"), "Linux");

        assertThat(search.find()).contains(Path.of("/nowhere/a.toml"));
    }
}
