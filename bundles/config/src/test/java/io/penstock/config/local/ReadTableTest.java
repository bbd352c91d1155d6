package io.penstock.config.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadTableTest {
    @TempDir
    Path folder;

    private Object read(String text, String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("user.toml"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        List<Object> sent = new ArrayList<>();
        new ReadTable().run(Map.of("file", file.toString(), "table", "tunnel", "owner-only", List.of("private-key")), sent::add);
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    @Test
    void sendsATableNestedAsItIsWritten() throws Exception {
        assertThat(read("[tunnel]\nid = 'a'\nallow = ['x:1', 'y:2']\nprivate-key = 'k'\n[tunnel.targets.db]\naddress = '${HOST}:1'\n[log]\n",
                "rw-------")).isEqualTo(Map.of("id", "a", "allow", List.of("x:1", "y:2"), "private-key", "k", "targets",
                Map.of("db", Map.of("address", "${HOST}:1"))));
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws Exception {
        assertThatThrownBy(() -> read("[tunnel]\nprivate-key = 'k'\n", "rw-r--r--"))
                .hasMessageContainingAll("user.toml", "mode 644", "chmod 600").hasMessageNotContaining("'k'");
        assertThat(read("[tunnel]\nprivate-key = '${KEY}'\n", "rw-r--r--")).isEqualTo(Map.of("private-key", "${KEY}"));
    }

    @Test
    void saysWhatIsWrongWithTheFile() {
        assertThatThrownBy(() -> read("[tunnel\n", "rw-------")).hasMessageContaining("user.toml:1");
        assertThatThrownBy(() -> read("[log]\n", "rw-------")).hasMessageContaining("no table [tunnel]");
    }
}
